using Headrace.Gateway.S3.Access;
using Headrace.Wire.Checksums;
using Headrace.Wire.S3;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html</remarks>
internal static class CopyObject
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var replaceMetadata = Directive(request, "x-amz-metadata-directive", "Unknown metadata directive.");
        var replaceTags = Directive(request, "x-amz-tagging-directive", "Unknown tagging directive.");
        var source = CopySource.Find(request);
        if (source.Version.Size > UploadBody.MaxBytes)
        {
            throw S3Error.InvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
        }

        CheckChanges(request, source, replaceMetadata);
        var requestHeaders = ObjectAttributes.ReadHeaders(request);
        var put = new Stored.PutObject
        {
            Bucket = bucket.Name,
            Key = request.Key,
            Origin = request.Origin,
            EventName = "ObjectCreated:Copy",
            // The redirect location is never copied: it belongs to the request.
            Headers = replaceMetadata ? requestHeaders : source.Version.Headers with { WebsiteRedirectLocation = requestHeaders.WebsiteRedirectLocation },
            UserMetadata = replaceMetadata ? ObjectAttributes.ReadMetadata(request) : source.Version.UserMetadata,
            Tags = replaceTags ? ObjectAttributes.ReadTags(request) : source.Version.Tags,
            StorageClass = StorageClass.Read(request),
            Acl = ObjectAcl.ReadHeaders(request),
            Conditions = ObjectAttributes.ReadConditions(request),
        };

        var version = await CopyAsync(request, source.Version, put);
        request.Response.Headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        ObjectAnswer.AddWrittenVersionId(request, version);
        source.AddVersionId(request);
        await request.WriteXmlAsync(S3Xml.Write("CopyObjectResult", writer =>
        {
            writer.Element("LastModified", version.LastModified);
            writer.Element("ETag", ObjectAnswer.Quoted(version.ETag));
            writer.OptionalElement("ChecksumType", version.Checksum?.Type);
            writer.OptionalElement("Checksum" + version.Checksum?.Algorithm, version.Checksum?.Value);
        }));
    }

    private static async Task<Stored.ObjectVersion> CopyAsync(S3Request request, Stored.ObjectVersion source, Stored.PutObject put)
    {
        // Bytes whose checksum is known need not be read again.
        var algorithm = AlgorithmFor(request, source);
        if (source.Checksum is { Type: "FULL_OBJECT" } known && ChecksumNames.Parse(known.Algorithm) == algorithm)
        {
            return await request.Store.CopyObjectAsync(source, put with { Checksum = known }, request.Aborted);
        }

        // The copy is one piece with a checksum of its own, whatever its source was made of.
        using var checksum = new PayloadChecksum(request, algorithm);
        await using var bytes = request.Store.OpenRead(source, 0, source.Size);
        await using var content = await request.Store.StageAsync(checksum.Through(bytes), source.Size, request.Aborted);
        return await request.Store.PutObjectAsync(put with { Checksum = checksum.Verify() }, content, request.Aborted);
    }

    /// <summary>REPLACE is true, COPY and nothing false.</summary>
    private static bool Directive(S3Request request, string header, string message) => request.Header(header) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        var other => throw S3Error.InvalidArgument(message, header, other),
    };

    /// <summary>A copy onto itself must change something; an older version may be brought back as it is.</summary>
    private static void CheckChanges(S3Request request, CopySource source, bool replaceMetadata)
    {
        var ontoItself = source.Bucket.Name == request.Bucket.Name && source.Version.Key == request.Key && source.VersionIdAsked is null;
        var changes = replaceMetadata
            || request.Header("x-amz-storage-class") is not null
            || request.Header("x-amz-website-redirect-location") is not null
            || request.Header(ObjectAnswer.EncryptionHeader) is not null
            || request.BucketDocument(Configuration.GetBucketEncryption.Kind) is not null;
        if (ontoItself && !changes)
        {
            throw S3Error.InvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }
    }

    private static ChecksumAlgorithm AlgorithmFor(S3Request request, Stored.ObjectVersion source)
    {
        if (request.Header("x-amz-checksum-algorithm") is { } asked)
        {
            return ChecksumNames.Parse(asked) ?? throw S3Error.InvalidRequest(UnsupportedAlgorithm);
        }

        return source.Checksum is { } kept ? ChecksumNames.Parse(kept.Algorithm)!.Value : ChecksumAlgorithm.CRC64NVME;
    }

    public const string UnsupportedAlgorithm =
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
}
