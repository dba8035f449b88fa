using Headrace.Gateway.S3.Access;
using Headrace.Gateway.S3.Objects;
using Headrace.Store.Multipart;
using Headrace.Wire.Checksums;
using Headrace.Wire.S3;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html</remarks>
internal static class CreateMultipartUpload
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var algorithm = Algorithm(request);
        var type = ChecksumType(request, algorithm);
        var put = new Stored.PutObject
        {
            Bucket = bucket.Name,
            Key = request.Key,
            Origin = request.Origin,
            EventName = "ObjectCreated:CompleteMultipartUpload",
            Headers = ObjectAttributes.ReadHeaders(request),
            UserMetadata = ObjectAttributes.ReadMetadata(request),
            Tags = ObjectAttributes.ReadTags(request),
            StorageClass = StorageClass.Read(request),
            Acl = ObjectAcl.ReadHeaders(request),
        };

        var upload = await request.Store.CreateUploadAsync(new CreateUpload(put, algorithm?.Name, type), request.Aborted);
        var headers = request.Response.Headers;
        headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        if (algorithm is not null)
        {
            headers["x-amz-checksum-algorithm"] = algorithm.Value.Name;
            headers["x-amz-checksum-type"] = type;
        }

        await request.WriteXmlAsync(S3Xml.Write("InitiateMultipartUploadResult", writer =>
        {
            writer.Element("Bucket", upload.Bucket);
            writer.Element("Key", upload.Key);
            writer.Element("UploadId", upload.UploadId);
        }));
    }

    private static ChecksumAlgorithm? Algorithm(S3Request request) => request.Header("x-amz-checksum-algorithm") switch
    {
        null or "" => null,
        var name => ChecksumNames.Parse(name) ?? throw S3Error.InvalidRequest(CopyObject.UnsupportedAlgorithm),
    };

    private static string? ChecksumType(S3Request request, ChecksumAlgorithm? algorithm)
    {
        var asked = request.Header("x-amz-checksum-type")?.ToUpperInvariant();
        return (asked, algorithm) switch
        {
            (null, null) => null,
            (_, null) => throw S3Error.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."),
            (null, ChecksumAlgorithm.CRC64NVME) => "FULL_OBJECT",
            (null, _) => "COMPOSITE",
            ("COMPOSITE", ChecksumAlgorithm.CRC64NVME) => throw Incompatible(asked, algorithm.Value),
            ("FULL_OBJECT", _) when !algorithm.Value.Combines => throw Incompatible(asked, algorithm.Value),
            ("COMPOSITE" or "FULL_OBJECT", _) => asked,
            _ => throw S3Error.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
        };
    }

    private static WireException Incompatible(string type, ChecksumAlgorithm algorithm) =>
        S3Error.InvalidRequest($"The {type} checksum type cannot be used with the {algorithm.Name.ToLowerInvariant()} checksum algorithm.");
}
