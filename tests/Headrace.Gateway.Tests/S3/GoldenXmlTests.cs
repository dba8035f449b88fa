using System.Text.RegularExpressions;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Whole answers, byte by byte: <c>Golden/NAME.xml</c>, where ids, dates, names of buckets and owners are replaced by a word.</summary>
public sealed partial class GoldenXmlTests(S3Host host)
{
    [Fact]
    public async Task Answers_are_what_they_were()
    {
        var bucket = await host.NewOpenBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/a%20b/c%2Bd%26.txt", "hello", ("x-amz-tagging", "site=12"));
        await host.SendRawAsync("PUT", $"/{bucket}/top", "hello", ("x-amz-checksum-crc32", "NhCmhg=="), ("x-amz-acl", "public-read"));
        var upload = (await host.SendRawAsync("POST", $"/{bucket}/parts?uploads")).Element("UploadId");
        await host.SendRawAsync("PUT", $"/{bucket}/parts?uploadId={upload}&partNumber=1", "hello");

        await CompareAsync(bucket, "ListBuckets", "GET", $"/?prefix={bucket}");
        await CompareAsync(bucket, "GetBucketLocation", "GET", $"/{bucket}?location");
        await CompareAsync(bucket, "ListObjects", "GET", $"/{bucket}?delimiter=/&max-keys=1");
        await CompareAsync(bucket, "ListObjectsV2", "GET", $"/{bucket}?list-type=2&encoding-type=url&fetch-owner=true");
        await CompareAsync(bucket, "ListMultipartUploads", "GET", $"/{bucket}?uploads");
        await CompareAsync(bucket, "ListParts", "GET", $"/{bucket}/parts?uploadId={upload}");
        await CompareAsync(bucket, "GetObjectTagging", "GET", $"/{bucket}/a%20b/c%2Bd%26.txt?tagging");
        await CompareAsync(bucket, "GetObjectAcl", "GET", $"/{bucket}/top?acl");
        await CompareAsync(bucket, "GetObjectAttributes", "GET", $"/{bucket}/top?attributes", null, ("x-amz-object-attributes", "ETag,Checksum,ObjectSize,StorageClass"));
        await CompareAsync(bucket, "CopyObject", "PUT", $"/{bucket}/copy", null, ("x-amz-copy-source", $"/{bucket}/top"));
        await host.SendRawAsync("PUT", $"/{bucket}?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        await CompareAsync(bucket, "GetBucketVersioning", "GET", $"/{bucket}?versioning");
        await CompareAsync(bucket, "DeleteObjects", "POST", $"/{bucket}?delete", "<Delete><Object><Key>top</Key></Object><Object><Key>copy</Key><VersionId>nonsense</VersionId></Object></Delete>");
        await CompareAsync(bucket, "ListObjectVersions", "GET", $"/{bucket}?versions&prefix=top");
        await CompareAsync(bucket, "Error", "GET", $"/{bucket}/missing");
    }

    private async Task CompareAsync(string bucket, string name, string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var answer = await host.SendRawAsync(method, target, body, headers);
        Assert.Equal("application/xml", answer.Headers["Content-Type"]);
        var actual = Variable().Replace(answer.Body.Replace(bucket, "BUCKET", StringComparison.Ordinal), static match => match.Groups["name"].Value + "…");
        var file = Path.Combine(ClientScript.Root, "tests", "Headrace.Gateway.Tests", "S3", "Golden", name + ".xml");

        Assert.True(File.Exists(file), $"{file} is not there; the answer is:\n{actual}");
        Assert.Equal((await File.ReadAllTextAsync(file)).TrimEnd('\n'), actual);
    }

    [GeneratedRegex("(?<name><(CreationDate|LastModified|Initiated|UploadId|VersionId|DeleteMarkerVersionId|NextUploadIdMarker|NextVersionIdMarker|RequestId|HostId|ID)>)[^<]+")]
    private static partial Regex Variable();
}
