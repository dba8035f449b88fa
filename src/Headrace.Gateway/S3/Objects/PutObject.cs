using Headrace.Gateway.S3.Access;
using Headrace.Wire.Checksums;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html</remarks>
internal static class PutObject
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var length = UploadBody.Length(request);
        var md5 = ContentMd5.Read(request);
        var put = new Stored.PutObject
        {
            Bucket = bucket.Name,
            Key = request.Key,
            Origin = request.Origin,
            Headers = ObjectAttributes.ReadHeaders(request),
            UserMetadata = ObjectAttributes.ReadMetadata(request),
            Tags = ObjectAttributes.ReadTags(request),
            StorageClass = StorageClass.Read(request),
            Acl = ObjectAcl.ReadHeaders(request),
            Conditions = ObjectAttributes.ReadConditions(request),
        };

        using var checksum = new PayloadChecksum(request, PayloadChecksum.Announced(request) ?? ChecksumAlgorithm.CRC64NVME);
        await using var content = await request.Store.StageAsync(checksum.Through(request.Gateway.Body), length, request.Aborted);
        ContentMd5.Verify(md5, content);
        var version = await request.Store.PutObjectAsync(put with { Checksum = checksum.Verify() }, content, request.Aborted);
        var headers = request.Response.Headers;
        headers.ETag = ObjectAnswer.Quoted(version.ETag);
        headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        ObjectAnswer.AddChecksum(headers, version.Checksum);
        ObjectAnswer.AddWrittenVersionId(request, version);
        await request.WriteEmptyAsync();
    }
}
