using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class PresignedUrlTests(S3Host host)
{
    [Fact]
    public async Task The_sdks_urls_put_and_get()
    {
        var bucket = await host.NewBucketAsync();
        using var content = new StringContent("through a link", Encoding.UTF8, "text/plain");

        using var put = await host.Anonymous.PutAsync(new Uri(await UrlAsync(bucket, "a+b c/é", HttpVerb.PUT)), content);
        var got = await host.Anonymous.GetStringAsync(new Uri(await UrlAsync(bucket, "a+b c/é", HttpVerb.GET)));

        Assert.Equal((HttpStatusCode.OK, "through a link"), (put.StatusCode, got));
    }

    [Fact]
    public async Task Headers_may_stand_in_the_query()
    {
        var bucket = await host.NewBucketAsync();
        var url = host.Http.Presign("s3", HttpMethod.Put, $"/{bucket}/k?x-amz-meta-camera=7&x-amz-storage-class=STANDARD_IA", TimeSpan.FromMinutes(1));
        using var content = new ByteArrayContent("x"u8.ToArray());

        using var put = await host.Anonymous.PutAsync(url, content);
        var head = await host.SendRawAsync("HEAD", $"/{bucket}/k");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(("7", "STANDARD_IA"), (head.Headers["x-amz-meta-camera"], head.Headers["x-amz-storage-class"]));
    }

    [Fact]
    public async Task A_checksum_in_the_query_is_verified()
    {
        var bucket = await host.NewBucketAsync();
        var value = Uri.EscapeDataString(Headrace.Wire.Checksums.Checksum.Compute(Headrace.Wire.Checksums.ChecksumAlgorithm.CRC32, "right"u8));
        var url = host.Http.Presign("s3", HttpMethod.Put, $"/{bucket}/k?x-amz-checksum-crc32={value}", TimeSpan.FromMinutes(1));
        using var wrong = new ByteArrayContent("wrong"u8.ToArray());
        using var right = new ByteArrayContent("right"u8.ToArray());

        using var refused = await host.Anonymous.PutAsync(url, wrong);
        using var taken = await host.Anonymous.PutAsync(url, right);

        (await RawAnswer.ReadAsync(refused)).AssertError(HttpStatusCode.BadRequest, "BadDigest", "The CRC32 you specified did not match the calculated checksum.");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_in_a_header_is_refused_in_the_query()
    {
        var bucket = await host.NewBucketAsync();
        var url = host.Http.Presign("s3", HttpMethod.Put, $"/{bucket}/k?x-amz-object-lock-mode=GOVERNANCE", TimeSpan.FromMinutes(1));
        using var content = new ByteArrayContent("x"u8.ToArray());

        using var put = await host.Anonymous.PutAsync(url, content);

        (await RawAnswer.ReadAsync(put)).AssertError(HttpStatusCode.NotImplemented, "NotImplemented");
    }

    private async Task<string> UrlAsync(string bucket, string key, HttpVerb verb) => (await host.Client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
    {
        BucketName = bucket,
        Key = key,
        Verb = verb,
        Protocol = Protocol.HTTP,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
        ContentType = verb == HttpVerb.PUT ? "text/plain; charset=utf-8" : null,
    })).Replace("https://", "http://", StringComparison.Ordinal);
}
