using System.Net;
using System.Security.Cryptography;
using System.Text;
using Headrace.Wire.Checksums;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class ChecksumTests(S3Host host)
{
    private const string Body = "Hello Blob!";

    public static TheoryData<ChecksumAlgorithm> Algorithms => [.. ChecksumNames.All];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_checksum_in_a_header_is_verified_kept_and_given_back(ChecksumAlgorithm algorithm)
    {
        var bucket = await host.NewBucketAsync();
        var value = Checksum.Compute(algorithm, Encoding.UTF8.GetBytes(Body));

        var put = await host.SendRawAsync("PUT", $"/{bucket}/k", Body, (algorithm.Header, value));
        var asked = await host.SendRawAsync("GET", $"/{bucket}/k", null, ("x-amz-checksum-mode", "ENABLED"));
        var notAsked = await host.SendRawAsync("GET", $"/{bucket}/k");
        var ranged = await host.SendRawAsync("GET", $"/{bucket}/k", null, ("x-amz-checksum-mode", "ENABLED"), ("Range", "bytes=0-3"));

        Assert.Equal((HttpStatusCode.OK, value, "FULL_OBJECT"), (put.Status, put.Headers[algorithm.Header], put.Headers["x-amz-checksum-type"]));
        Assert.Equal((value, "FULL_OBJECT"), (asked.Headers[algorithm.Header], asked.Headers["x-amz-checksum-type"]));
        Assert.DoesNotContain(algorithm.Header, notAsked.Headers.Keys);
        Assert.DoesNotContain(algorithm.Header, ranged.Headers.Keys);
        Assert.Equal("Hell", ranged.Body);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_wrong_checksum_leaves_nothing_behind(ChecksumAlgorithm algorithm)
    {
        var bucket = await host.NewBucketAsync();

        var answer = await host.SendRawAsync("PUT", $"/{bucket}/k", Body, (algorithm.Header, Checksum.Compute(algorithm, "other"u8)));

        answer.AssertError(HttpStatusCode.BadRequest, "BadDigest", $"The {algorithm.Name} you specified did not match the calculated checksum.");
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendRawAsync("HEAD", $"/{bucket}/k")).Status);
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Without_one_crc64nvme_is_computed()
    {
        var bucket = await host.NewBucketAsync();

        var put = await host.SendRawAsync("PUT", $"/{bucket}/k", Body);
        var head = await host.SendRawAsync("HEAD", $"/{bucket}/k", null, ("x-amz-checksum-mode", "ENABLED"));

        var value = Checksum.Compute(ChecksumAlgorithm.CRC64NVME, Encoding.UTF8.GetBytes(Body));
        Assert.Equal((value, value), (put.Headers["x-amz-checksum-crc64nvme"], head.Headers["x-amz-checksum-crc64nvme"]));
    }

    [Fact]
    public async Task A_wrong_Content_MD5_is_told_from_one_that_is_none()
    {
        var bucket = await host.NewBucketAsync();

        var wrong = await host.SendRawAsync("PUT", $"/{bucket}/k", Body, ("Content-MD5", Convert.ToBase64String(MD5.HashData("other"u8))));
        var none = await host.SendRawAsync("PUT", $"/{bucket}/k", Body, ("Content-MD5", "nonsense"));
        var right = await host.SendRawAsync("PUT", $"/{bucket}/k", Body, ("Content-MD5", Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Body)))));

        wrong.AssertError(HttpStatusCode.BadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        Assert.Equal(Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Body))), wrong.Element("CalculatedDigest"));
        none.AssertError(HttpStatusCode.BadRequest, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        Assert.Equal(HttpStatusCode.OK, right.Status);
    }

    [Fact]
    public async Task A_document_with_a_wrong_Content_MD5_is_not_acted_on()
    {
        var bucket = await host.NewBucketAsync();
        await host.SendRawAsync("PUT", $"/{bucket}/k", Body);

        var answer = await host.SendRawAsync(
            "POST", $"/{bucket}?delete", "<Delete><Object><Key>k</Key></Object></Delete>", ("Content-MD5", Convert.ToBase64String(MD5.HashData("other"u8))));

        answer.AssertError(HttpStatusCode.BadRequest, "BadDigest");
        Assert.Equal(HttpStatusCode.OK, (await host.SendRawAsync("HEAD", $"/{bucket}/k")).Status);
    }
}
