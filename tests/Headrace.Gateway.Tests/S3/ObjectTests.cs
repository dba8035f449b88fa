using System.Net;
using System.Security.Cryptography;
using Amazon.S3.Model;
using FsCheck.Fluent;
using Headrace.Wire.S3;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class ObjectTests(S3Host host)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(3_000_000)]
    public async Task An_object_comes_back_as_it_was_put(int size)
    {
        var bucket = await host.NewBucketAsync();
        var body = RandomNumberGenerator.GetBytes(size);

        var put = await host.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "k", InputStream = new MemoryStream(body), ContentType = "image/jpeg" });
        using var got = await host.Client.GetObjectAsync(bucket, "k");
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);

        Assert.Equal(body, read.ToArray());
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(body))}\"", put.ETag);
        Assert.Equal((put.ETag, "image/jpeg"), (got.ETag, got.Headers.ContentType));
    }

    [Fact]
    public async Task Any_key_can_be_put_listed_and_got()
    {
        var bucket = await host.NewBucketAsync();
        var keys = Gen.Elements("a", "+", " ", "%", "%2F", "/", "//", "..", ".", "é", "😀", "?", "#", "&", "=", "~", "\u0001", "'", "\"", "<", "\\")
            .ArrayOf().Select(string.Concat).Where(key => key.Length is > 0 and < 200).Sample(40).Distinct().ToArray();
        foreach (var key in keys)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.SendRawAsync("PUT", $"/{bucket}/{ObjectKey.ToPath(key)}", key)).Status);
        }

        var listed = await host.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Encoding = Amazon.S3.EncodingType.Url });

        Assert.Equal(keys.OrderBy(key => key, Comparer<string>.Create(Utf8Order)), listed.S3Objects.Select(entry => Uri.UnescapeDataString(entry.Key.Replace('+', ' '))));
        foreach (var key in keys)
        {
            Assert.Equal(key, (await host.SendRawAsync("GET", $"/{bucket}/{ObjectKey.ToPath(key)}")).Body);
        }
    }

    [Fact]
    public async Task A_key_may_have_1024_bytes_and_no_more()
    {
        var bucket = await host.NewBucketAsync();

        var longest = await host.SendRawAsync("PUT", $"/{bucket}/{new string('k', 1024)}", "x");
        var tooLong = await host.SendRawAsync("PUT", $"/{bucket}/{string.Concat(Enumerable.Repeat("%C3%A9", 512))}k", "x");

        Assert.Equal(HttpStatusCode.OK, longest.Status);
        tooLong.AssertError(HttpStatusCode.BadRequest, "KeyTooLongError", "Your key is too long");
        Assert.Equal(("1025", "1024"), (tooLong.Element("Size"), tooLong.Element("MaxSizeAllowed")));
        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData("%zz")]
    [InlineData("%FF%FE")]
    public async Task A_path_that_is_not_utf8_is_refused(string path)
    {
        var answer = await host.SendRawAsync("GET", $"/some-bucket/{path}");

        answer.AssertError(HttpStatusCode.BadRequest, "InvalidURI", "Couldn't parse the specified URI.");
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task A_put_without_a_length_is_refused()
    {
        var bucket = await host.NewBucketAsync();
        using var content = new StreamContent(new UnknownLength("body"u8.ToArray()));

        using var response = await host.Http.SendAsync("s3", HttpMethod.Put, $"/{bucket}/k", content);

        (await RawAnswer.ReadAsync(response)).AssertError(HttpStatusCode.LengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task More_than_5_GiB_at_once_are_refused_before_they_are_sent()
    {
        var bucket = await host.NewBucketAsync();
        var client = new RawConnection(host.Endpoint);

        var answer = await client.SendAsync($"PUT /{bucket}/k HTTP/1.1\r\nHost: {host.Endpoint.Authority}\r\nExpect: 100-continue\r\nContent-Length: 5368709121\r\n\r\n");

        // Unsigned, so refused for that: what counts is that nobody waits for the bytes, and that the connection ends with the answer.
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Headers_and_metadata_come_back()
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync(
            "PUT", $"/{bucket}/k", "x", ("Cache-Control", "max-age=1"), ("x-amz-meta-Camera", "ÄMÄZÕÑ S3"), ("x-amz-meta-word", "=?UTF-8?B?YWJj?="),
            ("Content-Disposition", "attachment; filename=\"é.txt\""), ("x-amz-storage-class", "STANDARD_IA"), ("x-amz-tagging", "a=b&c=d"));

        var head = await host.SendRawAsync("HEAD", $"/{bucket}/k");

        Assert.Equal("max-age=1", head.Headers["Cache-Control"]);
        Assert.Equal("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", head.Headers["x-amz-meta-camera"]);
        Assert.Equal("abc", head.Headers["x-amz-meta-word"]);
        Assert.Equal("STANDARD_IA", head.Headers["x-amz-storage-class"]);
        Assert.Equal("2", head.Headers["x-amz-tagging-count"]);
        Assert.Equal("AES256", head.Headers["x-amz-server-side-encryption"]);
        Assert.Equal("binary/octet-stream", head.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Two_kilobytes_of_metadata_are_the_limit()
    {
        var bucket = await host.NewBucketAsync();

        var fits = await host.SendRawAsync("PUT", $"/{bucket}/k", "x", ("x-amz-meta-a", new string('v', 2047)));
        var tooMuch = await host.SendRawAsync("PUT", $"/{bucket}/k", "x", ("x-amz-meta-a", new string('v', 2048)));

        Assert.Equal(HttpStatusCode.OK, fits.Status);
        tooMuch.AssertError(HttpStatusCode.BadRequest, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    [InlineData("x-amz-server-side-encryption", "aws:kms")]
    [InlineData("x-amz-object-lock-mode", "GOVERNANCE")]
    [InlineData("x-amz-write-offset-bytes", "0")]
    [InlineData("x-amz-checksum-xxhash64", "AAAAAAAAAAA=")]
    public async Task A_header_that_asks_for_what_is_not_there_is_named(string header, string value)
    {
        var bucket = await host.NewBucketAsync();

        var answer = await host.SendRawAsync("PUT", $"/{bucket}/k", "x", (header, value));

        answer.AssertError(HttpStatusCode.NotImplemented, "NotImplemented", "A header you provided implies functionality that is not implemented");
        Assert.Equal(header, answer.Element("Header"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendRawAsync("HEAD", $"/{bucket}/k")).Status);
    }

    [Fact]
    public async Task Every_write_tells_its_origin()
    {
        var bucket = await host.NewBucketAsync();

        var put = await host.SendRawAsync("PUT", $"/{bucket}/k", "x");
        var copy = await host.SendRawAsync("PUT", $"/{bucket}/copy", null, ("x-amz-copy-source", $"/{bucket}/k"));
        var tags = await host.SendRawAsync("PUT", $"/{bucket}/k?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>");
        var delete = await host.SendRawAsync("DELETE", $"/{bucket}/k");

        var changes = host.Changes.Of(bucket);
        Assert.Equal(["ObjectCreated:Put", "ObjectCreated:Copy", "ObjectTagging:Put", "ObjectRemoved:Delete"], changes.Select(change => change.EventName));
        Assert.Equal(
            new[] { put, copy, tags, delete }.Select(answer => (answer.Headers["x-amz-request-id"], answer.Headers["x-amz-id-2"])),
            changes.Select(change => (change.Origin.RequestId, change.Origin.HostId)));
        Assert.All(changes, change => Assert.Equal(("127.0.0.1", "AWS:000000000000"), (change.Origin.SourceAddress, change.Origin.PrincipalId)));
    }

    private static int Utf8Order(string left, string right) =>
        System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right));

    /// <summary>A body whose length nobody can tell beforehand, so that it is sent in chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
