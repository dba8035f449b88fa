using System.Globalization;
using Headrace.Gateway.S3.Objects;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;
using Headrace.Wire.Checksums;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html</remarks>
internal static class CompleteMultipartUpload
{
    private const int MaxDocumentBytes = 8 * 1024 * 1024;

    public static async Task HandleAsync(S3Request request)
    {
        var document = await ReadPartsAsync(request);
        var uploadId = request.Parameter("uploadId") ?? "";
        var upload = request.Store.FindUpload(request.Bucket.Name, request.Key, uploadId);
        // An upload that is gone may have been completed by this very request, whose answer was lost: the store knows.
        var complete = upload is null
            ? new CompleteUpload(request.Bucket.Name, request.Key, uploadId, [], null, new WriteConditions(), request.Origin)
            : Check(request, upload, document);
        var version = await request.Store.CompleteUploadAsync(complete, request.Aborted);
        request.Response.Headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        ObjectAnswer.AddWrittenVersionId(request, version);
        await request.WriteXmlAsync(S3Xml.Write("CompleteMultipartUploadResult", writer =>
        {
            writer.Element("Location", ObjectUrl.Of(request));
            writer.Element("Bucket", version.Bucket);
            writer.Element("Key", version.Key);
            writer.Element("ETag", ObjectAnswer.Quoted(version.ETag));
            writer.OptionalElement("Checksum" + version.Checksum?.Algorithm, version.Checksum?.Value);
            writer.OptionalElement("ChecksumType", version.Checksum?.Type);
        }));
    }

    private static async Task<IReadOnlyList<CompleteMultipartUploadRequest.Part>> ReadPartsAsync(S3Request request)
    {
        var document = await request.ReadDocumentAsync(MaxDocumentBytes);
        return document.IsEmpty ? [] : CompleteMultipartUploadRequest.Parse(document);
    }

    /// <summary>What to assemble, once everything that the request says of it has been compared with what was uploaded.</summary>
    private static CompleteUpload Check(S3Request request, MultipartUpload upload, IReadOnlyList<CompleteMultipartUploadRequest.Part> document)
    {
        CheckType(request, upload);
        if (document.Count == 0)
        {
            throw S3Error.InvalidRequest("You must specify at least one part");
        }

        var parts = FindParts(request, upload, document);
        CheckSize(request, parts.Sum(part => part.Size));
        return new CompleteUpload(
            upload.Bucket, upload.Key, upload.UploadId, [.. parts.Select(part => new CompletedPart(part.Number, part.ETag, part.Checksum))],
            ChecksumOf(request, upload, parts), ObjectAttributes.ReadConditions(request), request.Origin);
    }

    private static void CheckType(S3Request request, MultipartUpload upload)
    {
        if (request.Header("x-amz-checksum-type") is { } type && type != upload.Create.ChecksumType)
        {
            throw S3Error.InvalidRequest(
                $"The upload was created using the {upload.Create.ChecksumType ?? "null"} checksum mode. The complete request must use the same checksum mode.");
        }
    }

    /// <summary>The uploaded parts that the document names, in its order.</summary>
    private static List<UploadedPart> FindParts(S3Request request, MultipartUpload upload, IReadOnlyList<CompleteMultipartUploadRequest.Part> named)
    {
        var known = request.Store.ListParts(upload, 0, PartNumber.Max).Parts.ToDictionary(part => part.Number);
        var found = new List<UploadedPart>(named.Count);
        var previous = 0;
        foreach (var part in named)
        {
            if (part.Number <= previous)
            {
                throw S3Error.Of("InvalidPartOrder", new KeyValuePair<string, string>("UploadId", upload.UploadId));
            }

            previous = part.Number;
            if (!known.TryGetValue(part.Number, out var uploaded) || uploaded.ETag != part.ETag)
            {
                throw InvalidPart(upload, part);
            }

            CheckPartChecksum(upload, part, uploaded);
            found.Add(uploaded);
        }

        return found;
    }

    private static void CheckPartChecksum(MultipartUpload upload, CompleteMultipartUploadRequest.Part part, UploadedPart uploaded)
    {
        var algorithm = upload.Create.ChecksumAlgorithm;
        foreach (var (name, value) in part.Checksums)
        {
            if (algorithm is not null && name != algorithm)
            {
                throw S3Error.WithMessage("BadDigest", $"The {name.ToLowerInvariant()} you specified for part {part.Number} did not match what we received.");
            }

            if (algorithm is null || uploaded.Checksum?.Value != value)
            {
                throw InvalidPart(upload, part);
            }
        }

        if (upload.Create.ChecksumType == "COMPOSITE" && part.Checksums.Count == 0)
        {
            throw S3Error.InvalidRequest(
                $"The upload was created using a {algorithm!.ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {part.Number} in the request.");
        }
    }

    private static WireException InvalidPart(MultipartUpload upload, CompleteMultipartUploadRequest.Part part) => S3Error.Of(
        "InvalidPart", new("UploadId", upload.UploadId), new("PartNumber", part.Number.ToString(CultureInfo.InvariantCulture)), new("ETag", part.ETag));

    private static void CheckSize(S3Request request, long total)
    {
        if (request.Header("x-amz-mp-object-size") is not { } header)
        {
            return;
        }

        if (!long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var expected))
        {
            throw S3Error.InvalidRequest("Value for x-amz-mp-object-size header is invalid.");
        }

        if (expected != total)
        {
            throw S3Error.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {total}");
        }
    }

    private static ObjectChecksum ChecksumOf(S3Request request, MultipartUpload upload, List<UploadedPart> parts)
    {
        var algorithm = upload.Create.ChecksumAlgorithm is { } name ? ChecksumNames.Parse(name)!.Value : ChecksumAlgorithm.CRC64NVME;
        var checksum = upload.Create.ChecksumType == "COMPOSITE"
            ? new ObjectChecksum(algorithm.Name, Checksum.Composite(algorithm, [.. parts.Select(part => part.Checksum!.Value)]), "COMPOSITE")
            : new ObjectChecksum(algorithm.Name, Checksum.Combine(algorithm, parts.Select(part => (part.Checksum!.Value, part.Size))), "FULL_OBJECT");
        foreach (var candidate in ChecksumNames.All)
        {
            if (request.Header(candidate.Header) is { } said && (candidate != algorithm || said != checksum.Value))
            {
                throw S3Error.WithMessage("BadDigest", $"The {algorithm.Name.ToLowerInvariant()} you specified did not match the calculated checksum.");
            }
        }

        return checksum;
    }
}
