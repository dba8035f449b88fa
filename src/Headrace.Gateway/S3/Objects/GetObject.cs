using System.Globalization;
using Headrace.Store.Objects;
using Headrace.Wire.S3;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Objects;

/// <summary>GetObject and HeadObject: the same answer, with and without its body.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html</remarks>
internal static class GetObject
{
    private const int CopyBytes = 64 * 1024;

    private static readonly (string Parameter, string Header)[] Overrides =
    [
        ("response-content-type", "Content-Type"), ("response-content-language", "Content-Language"), ("response-expires", "Expires"),
        ("response-cache-control", "Cache-Control"), ("response-content-disposition", "Content-Disposition"), ("response-content-encoding", "Content-Encoding"),
    ];

    public static async Task HandleAsync(S3Request request)
    {
        var isHead = HttpMethods.IsHead(request.Method);
        var version = ObjectLookup.Find(request);
        if (new ReadConditions(request, "").Failed(version, out var notModified) is { } condition)
        {
            if (!notModified)
            {
                throw S3Error.PreconditionFailed(condition);
            }

            request.Response.Headers.ETag = ObjectAnswer.Quoted(version.ETag);
            request.Response.Headers.LastModified = version.LastModified.ToString("R");
            request.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (!isHead && StorageClass.IsArchived(version.StorageClass))
        {
            throw S3Error.Of("InvalidObjectState", new KeyValuePair<string, string>("StorageClass", version.StorageClass));
        }

        var part = Part(request, version);
        var range = part is null ? ByteRange.Read(request.Header("Range"), version.Size) : RangeOf(part, version);
        WriteHeaders(request, version, range, part);
        if (!isHead && range.Length > 0)
        {
            await WriteBodyAsync(request, version, range);
        }
    }

    private static void WriteHeaders(S3Request request, ObjectVersion version, ByteRange range, ObjectPart? part)
    {
        var response = request.Response;
        var headers = response.Headers;
        var stored = version.Headers;
        response.StatusCode = range.IsPartial ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentLength = range.Length;
        response.ContentType = stored.ContentType ?? ObjectAttributes.DefaultContentType;
        headers.ETag = ObjectAnswer.Quoted(version.ETag);
        headers.LastModified = version.LastModified.ToString("R");
        headers.AcceptRanges = "bytes";
        headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        ObjectLookup.AddVersionId(request, version);
        Add("Cache-Control", stored.CacheControl);
        Add("Content-Disposition", stored.ContentDisposition);
        Add("Content-Encoding", stored.ContentEncoding);
        Add("Content-Language", stored.ContentLanguage);
        Add("Expires", stored.Expires);
        Add("x-amz-website-redirect-location", stored.WebsiteRedirectLocation);
        Add("x-amz-storage-class", version.StorageClass == StorageClass.Standard ? null : version.StorageClass);
        foreach (var (name, value) in version.UserMetadata)
        {
            headers["x-amz-meta-" + name] = MetadataText.Encode(value);
        }

        if (version.Tags.Count > 0)
        {
            headers["x-amz-tagging-count"] = version.Tags.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (range.IsPartial)
        {
            headers.ContentRange = range.ContentRange(version.Size);
        }

        if (part is not null && version.Parts.Count > 0)
        {
            headers["x-amz-mp-parts-count"] = version.Parts.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (string.Equals(request.Header("x-amz-checksum-mode"), "ENABLED", StringComparison.OrdinalIgnoreCase))
        {
            ObjectAnswer.AddChecksum(headers, ChecksumOf(version, range, part));
        }

        if (request.Gateway.Http.Request.QueryString.HasValue)
        {
            Override(request);
        }

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }
    }

    /// <summary>Of what is sent: the whole object's, a part's own, or none.</summary>
    private static ObjectChecksum? ChecksumOf(ObjectVersion version, ByteRange range, ObjectPart? part) =>
        part is not null && version.Parts.Count > 0
            ? version.Checksum?.Type == "COMPOSITE" && part.Checksum is not null ? part.Checksum with { Type = "COMPOSITE" } : null
            : range.Length == version.Size ? version.Checksum : null;

    private static void Override(S3Request request)
    {
        foreach (var (parameter, header) in Overrides)
        {
            if (request.Parameter(parameter) is not { } value)
            {
                continue;
            }

            if (request.IsAnonymous)
            {
                throw S3Error.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
            }

            if (value.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
            {
                throw S3Error.InvalidArgument("Header value cannot be represented using ISO-8859-1.", parameter, value);
            }

            request.Response.Headers[header] = value;
        }
    }

    /// <summary>The part that <c>partNumber</c> asks for; an object that was not uploaded in parts is its own first part.</summary>
    private static ObjectPart? Part(S3Request request, ObjectVersion version)
    {
        if (request.Parameter("partNumber") is not { } text)
        {
            return null;
        }

        var number = Multipart.PartNumber.Parse(text);
        if (request.Headers.Range.Count > 0)
        {
            throw S3Error.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        }

        var part = version.Parts.Count == 0
            ? number == 1 ? new ObjectPart(1, 0, version.Size, null) : null
            : version.Parts.FirstOrDefault(candidate => candidate.Number == number);
        return part ?? throw S3Error.Of(
            "InvalidPartNumber", new("PartNumberRequested", text), new("ActualPartCount", Math.Max(1, version.Parts.Count).ToString(CultureInfo.InvariantCulture)));
    }

    private static ByteRange RangeOf(ObjectPart part, ObjectVersion version) => new(part.Offset, part.Size, version.Size > 0);

    private static async Task WriteBodyAsync(S3Request request, ObjectVersion version, ByteRange range)
    {
        await using var content = request.Store.OpenRead(version, range.Offset, range.Length);
        var writer = request.Response.BodyWriter;
        var remaining = range.Length;
        while (remaining > 0)
        {
            var memory = writer.GetMemory((int)Math.Min(remaining, CopyBytes));
            var read = await content.ReadAsync(memory[..(int)Math.Min(remaining, memory.Length)], request.Aborted);
            if (read == 0)
            {
                // Fewer bytes than the row says: the connection breaks, so that nobody takes the rest for the whole.
                request.Gateway.Http.Abort();
                return;
            }

            writer.Advance(read);
            remaining -= read;
            var flushed = await writer.FlushAsync(request.Aborted);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
    }
}
