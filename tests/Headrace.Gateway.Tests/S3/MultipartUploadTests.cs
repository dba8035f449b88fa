using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

public sealed class MultipartUploadTests(S3Host host)
{
    private const int SmallestPart = 5 * 1024 * 1024;

    [Fact]
    public async Task The_sdks_transfer_utility_uploads_in_parts_and_gets_back_the_same()
    {
        var bucket = await host.NewBucketAsync();
        var body = RandomNumberGenerator.GetBytes((4 * SmallestPart) + 12345);
        using var transfer = new TransferUtility(host.Client);

        await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = bucket, Key = "big", InputStream = new MemoryStream(body), PartSize = SmallestPart });
        using var got = await host.Client.GetObjectAsync(bucket, "big");
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);

        Assert.EndsWith("-5\"", got.ETag, StringComparison.Ordinal);
        Assert.Equal(SHA256.HashData(body), SHA256.HashData(read.ToArray()));
        Assert.Equal("ObjectCreated:CompleteMultipartUpload", Assert.Single(host.Changes.Of(bucket)).EventName);
    }

    [Fact]
    public async Task Parts_may_arrive_out_of_order_and_again()
    {
        var bucket = await host.NewBucketAsync();
        var upload = (await host.Client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;
        var second = await PutAsync(bucket, upload, 2, "end"u8.ToArray());
        await PutAsync(bucket, upload, 1, new byte[SmallestPart]);
        var first = await PutAsync(bucket, upload, 1, [.. Enumerable.Repeat((byte)7, SmallestPart)]);

        await CompleteAsync(bucket, upload, first, second);

        var got = await host.SendRawAsync("GET", $"/{bucket}/k", null, ("Range", $"bytes={SmallestPart - 1}-"));
        Assert.Equal("\aend", got.Body);
    }

    [Fact]
    public async Task Completing_twice_gives_the_same_answer()
    {
        var bucket = await host.NewBucketAsync();
        var upload = (await host.Client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;
        var part = await PutAsync(bucket, upload, 1, "data"u8.ToArray());

        var first = await CompleteAsync(bucket, upload, part);
        var second = await CompleteAsync(bucket, upload, part);

        Assert.Equal(first.ETag, second.ETag);
        Assert.Single(host.Changes.Of(bucket));
    }

    [Fact]
    public async Task An_aborted_upload_is_gone()
    {
        var bucket = await host.NewBucketAsync();
        var upload = (await host.Client.InitiateMultipartUploadAsync(bucket, "k")).UploadId;
        await PutAsync(bucket, upload, 1, "data"u8.ToArray());
        await host.Client.AbortMultipartUploadAsync(bucket, "k", upload);

        var answer = await host.SendRawAsync("GET", $"/{bucket}/k?uploadId={upload}");

        answer.AssertError(
            HttpStatusCode.NotFound, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");
        Assert.Equal(upload, answer.Element("UploadId"));
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task The_acl_that_an_upload_was_begun_with_is_the_objects()
    {
        var bucket = await host.NewOpenBucketAsync();
        var upload = (await host.Client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = bucket, Key = "k", CannedACL = S3CannedACL.PublicRead })).UploadId;
        await CompleteAsync(bucket, upload, await PutAsync(bucket, upload, 1, "for all"u8.ToArray()));

        var anonymous = await host.SendAnonymouslyAsync("GET", $"/{bucket}/k");

        Assert.Equal((HttpStatusCode.OK, "for all"), (anonymous.Status, anonymous.Body));
        Assert.DoesNotContain(host.Changes.Of(bucket), change => change.EventName == "ObjectAcl:Put");
    }

    private async Task<PartETag> PutAsync(string bucket, string upload, int number, byte[] body) => new(number, (await host.Client.UploadPartAsync(
        new UploadPartRequest { BucketName = bucket, Key = "k", UploadId = upload, PartNumber = number, InputStream = new MemoryStream(body) })).ETag);

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string bucket, string upload, params List<PartETag> parts) =>
        host.Client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = "k", UploadId = upload, PartETags = parts });
}
