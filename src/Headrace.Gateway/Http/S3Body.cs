using System.Globalization;
using Headrace.Wire.Checksums;
using Headrace.Wire.Chunked;
using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Gateway.Http;

/// <summary>The payload of a request to S3: out of its aws-chunked framing, and verified while it is read.</summary>
/// <param name="Stream">To be disposed after the request.</param>
/// <param name="Length">Without framing; null when it is not known before it is read.</param>
internal sealed record S3Body(Stream Stream, long? Length, IReadOnlyDictionary<string, string> Checksums)
{
    /// <param name="payloadHash">As <c>x-amz-content-sha256</c> says; null when nothing says it.</param>
    /// <param name="signer">Of chunk signatures; null when there is nothing to verify them with.</param>
    /// <exception cref="WireException"></exception>
    public static S3Body Open(HttpContext http, IncomingRequest request, string? payloadHash, ChunkSigner? signer, TimeProvider time)
    {
        bool hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        string? declaredHash = payloadHash is not null && PayloadHash.IsHash(payloadHash) ? payloadHash : null;
        if (!hasBody && declaredHash is not null && !declaredHash.Equals(PayloadHash.Empty, StringComparison.OrdinalIgnoreCase))
        {
            throw BodyErrors.HashMismatch(declaredHash, PayloadHash.Empty);
        }

        AwsChunkedForm? form = AwsChunkedForm.Of(payloadHash);
        string[] announced = form is { HasTrailer: true } ? AnnouncedTrailers(request) : [];
        (ChecksumAlgorithm? algorithm, Dictionary<string, string> checksums) = DeclaredChecksums(request, announced);
        Stream stream = http.Request.Body;
        long? length = hasBody ? http.Request.ContentLength : 0;
        if (form is not null)
        {
            length = long.TryParse(request.FindHeader("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out long decoded)
                ? decoded
                : throw BodyErrors.MissingContentLength();
            stream = new AwsChunkedStream(stream, form, signer, decoded, announced);
            RemoveChunkedEncoding(http.Request);
        }

        return new S3Body(new VerifiedBody(stream, declaredHash, algorithm, checksums, time), length, checksums);
    }

    private static string[] AnnouncedTrailers(IncomingRequest request)
    {
        string[] names = request.FindHeader("x-amz-trailer")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Array.TrueForAll(names, static name => ChecksumNames.ParseHeader(name) is not null) ? names : throw BodyErrors.UnsupportedTrailer();
    }

    private static (ChecksumAlgorithm? Algorithm, Dictionary<string, string> Checksums) DeclaredChecksums(IncomingRequest request, string[] announced)
    {
        ChecksumAlgorithm? declared = null;
        var checksums = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        // On CompleteMultipartUpload these headers speak of the object, not of the payload.
        bool describesPayload = request.Method is "PUT" or "POST" && !(request.Method == "POST" && request.RawQuery.Contains("uploadId=", StringComparison.Ordinal));
        foreach (ChecksumAlgorithm algorithm in ChecksumNames.All)
        {
            string? value = describesPayload ? request.FindHeader(algorithm.Header) : null;
            bool isAnnounced = announced.Contains(algorithm.Header, StringComparer.OrdinalIgnoreCase);
            if (value is null && !isAnnounced)
            {
                continue;
            }

            if (declared is not null || (value is not null && isAnnounced))
            {
                throw BodyErrors.SeveralChecksums();
            }

            declared = algorithm;
            if (value is not null)
            {
                checksums[algorithm.Name] = algorithm.Accepts(value) ? value : throw BodyErrors.InvalidChecksumHeader(algorithm.Header);
            }
        }

        return (declared, checksums);
    }

    /// <summary>aws-chunked was for the way here; what remains (<c>gzip</c>) belongs to the object. It may stand on lines of its own.</summary>
    private static void RemoveChunkedEncoding(HttpRequest request)
    {
        string[] encodings = [.. request.Headers.ContentEncoding
            .SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(static encoding => !encoding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase))];
        request.Headers.ContentEncoding = encodings.Length == 0 ? default : string.Join(',', encodings);
    }
}
