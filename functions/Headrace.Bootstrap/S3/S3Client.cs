using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headrace.Bootstrap.Http;
using Headrace.Bootstrap.Runtime;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.S3;

/// <summary>Reads and writes whole objects over one kept connection, with Signature Version 4 and path-style addresses. For one thread.</summary>
internal sealed class S3Client(Uri endpoint, RequestSigner signer) : IDisposable
{
    /// <summary>The trace that the invocation belongs to: so that S3 can tell a function's own uploads, and traces are whole.</summary>
    public const string TraceVariable = "_X_AMZN_TRACE_ID";

    /// <summary>SHA-256 of nothing.</summary>
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const int MaximumErrorBody = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits before the second and the third try of a request that S3 was too busy for, or whose connection broke.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400)];

    private readonly HttpConnection connection = new(HttpOrigin.Of(endpoint), Patience);
    private readonly string authority = endpoint.IsDefaultPort ? endpoint.IdnHost : $"{endpoint.IdnHost}:{endpoint.Port}";
    private readonly string root = endpoint.AbsolutePath.TrimEnd('/');

    /// <summary>The object's bytes: valid until the next request.</summary>
    /// <exception cref="HandlerException">S3's refusal, under its own code; or the object is larger than <paramref name="maximumBytes"/>.</exception>
    public ReadOnlyMemory<byte> Get(string bucket, string key, long maximumBytes)
    {
        try
        {
            return Exchange("GET", bucket, key, null, default, Math.Max(maximumBytes, MaximumErrorBody)).Body is { } body && body.Length <= maximumBytes
                ? body
                : throw new HttpBodyTooLargeException(maximumBytes);
        }
        catch (HttpBodyTooLargeException)
        {
            throw new HandlerException("ImageRejected", $"{bucket}/{key}: an object of more than {maximumBytes} bytes, which this function does not read (MAX_OBJECT_BYTES)");
        }
    }

    /// <summary>The object with what S3 says of it; null when its ETag is still <paramref name="knownETag"/>.</summary>
    /// <inheritdoc cref="Get"/>
    public S3Content? Fetch(string bucket, string key, long maximumBytes, string? knownETag = null)
    {
        try
        {
            var reply = Exchange("GET", bucket, key, null, default, Math.Max(maximumBytes, MaximumErrorBody), knownETag);
            return reply.Status == 304 ? null
                : reply.Body.Length <= maximumBytes ? new S3Content(reply.Body, reply.Header("ETag"u8), S3Content.Date(reply.Header("Last-Modified"u8)))
                : throw new HttpBodyTooLargeException(maximumBytes);
        }
        catch (HttpBodyTooLargeException)
        {
            throw new HandlerException("ImageRejected", $"{bucket}/{key}: an object of more than {maximumBytes} bytes, which this function does not read (MAX_OBJECT_BYTES)");
        }
    }

    /// <exception cref="HandlerException">S3's refusal, under its own code.</exception>
    public void Put(string bucket, string key, string contentType, ReadOnlySpan<byte> content) =>
        Exchange("PUT", bucket, key, contentType, content, MaximumErrorBody);

    private HttpReply Exchange(string method, string bucket, string key, string? contentType, ReadOnlySpan<byte> content, long maximumBody, string? knownETag = null)
    {
        var target = root + SignedHttpClient.ObjectPath(bucket, key);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var reply = connection.Exchange(Head(method, target, contentType, content, knownETag), content, maximumBody);
                if (reply.IsSuccess || (reply.Status == 304 && knownETag is not null))
                {
                    return reply;
                }

                if (attempt == Pauses.Length || reply.Status is not (429 or 500 or 502 or 503 or 504))
                {
                    throw S3Refusal.Read(method, bucket, key, reply);
                }
            }
            catch (HttpConnectionException exception)
            {
                if (attempt == Pauses.Length)
                {
                    throw new HandlerException("S3Unreachable", $"{method} {bucket}/{key}: {exception.Message}", exception);
                }
            }

            using var never = new ManualResetEventSlim();
            never.Wait(Pauses[attempt]);
        }
    }

    private byte[] Head(string method, string target, string? contentType, ReadOnlySpan<byte> content, string? knownETag)
    {
        var headers = new Dictionary<string, string>(8, StringComparer.OrdinalIgnoreCase) { ["Host"] = authority };
        if (knownETag is not null)
        {
            headers["If-None-Match"] = knownETag;
        }

        if (contentType is not null)
        {
            headers["Content-Type"] = contentType;
            headers["Content-Length"] = content.Length.ToString(CultureInfo.InvariantCulture);
        }

        if (Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 } trace)
        {
            headers["X-Amzn-Trace-Id"] = trace;
        }

        signer.SignHeaders("s3", method, target, headers, content.IsEmpty ? EmptyHash : Convert.ToHexStringLower(SHA256.HashData(content)));
        var head = new StringBuilder(1024).Append(method).Append(' ').Append(target).Append(" HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    public void Dispose() => connection.Dispose();
}
