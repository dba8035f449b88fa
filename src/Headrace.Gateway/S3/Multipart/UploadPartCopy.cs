using System.Globalization;
using Headrace.Gateway.S3.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html</remarks>
internal static class UploadPartCopy
{
    private const string RangeHeader = "x-amz-copy-source-range";

    public static async Task HandleAsync(S3Request request)
    {
        var number = PartNumber.Parse(request.Parameter("partNumber"));
        var upload = UploadLookup.Find(request);
        var source = CopySource.Find(request);
        var (offset, length) = Range(request.Header(RangeHeader), source.Version.Size);
        if (length > UploadBody.MaxBytes)
        {
            throw S3Error.InvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
        }

        using var checksum = PartChecksum.Start(request, upload);
        await using var bytes = request.Store.OpenRead(source.Version, offset, length);
        await using var content = await request.Store.StageAsync(checksum.Through(bytes), length, request.Aborted);
        var (kept, _) = checksum.Verify();
        var part = await request.Store.PutPartAsync(upload, number, content, kept, request.Aborted);
        request.Response.Headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        source.AddVersionId(request);
        await request.WriteXmlAsync(S3Xml.Write("CopyPartResult", writer =>
        {
            writer.Element("LastModified", part.LastModified);
            writer.Element("ETag", ObjectAnswer.Quoted(part.ETag));
            if (upload.Create.ChecksumAlgorithm is not null)
            {
                writer.Element("Checksum" + kept.Algorithm, kept.Value);
            }
        }));
    }

    /// <summary><c>bytes=first-last</c>, both given: stricter than <c>Range</c>.</summary>
    private static (long Offset, long Length) Range(string? header, long size)
    {
        if (header is null)
        {
            return (0, size);
        }

        var dash = header.IndexOf('-', StringComparison.Ordinal);
        if (!header.StartsWith("bytes=", StringComparison.Ordinal)
            || dash < 0
            || !long.TryParse(header.AsSpan("bytes=".Length..dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(header.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first)
        {
            throw S3Error.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
                RangeHeader, header);
        }

        if (first >= size)
        {
            throw S3Error.InvalidRequest("The specified copy range is invalid for the source object size");
        }

        return last < size
            ? (first, last - first + 1)
            : throw S3Error.InvalidArgument($"Range specified is not valid for source object of size: {size}", RangeHeader, header);
    }
}
