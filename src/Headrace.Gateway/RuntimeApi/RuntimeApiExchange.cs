using System.Buffers;
using System.Text.Json;
using Headrace.Functions.RuntimeApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>One request and its answer, on Kestrel's bare features.</summary>
internal readonly struct RuntimeApiExchange(IFeatureCollection features)
{
    private static readonly ReadOnlyMemory<byte> Accepted = "{\"status\":\"OK\"}\n"u8.ToArray();

    public RuntimeConnection Connection { get; } = features.GetRequiredFeature<RuntimeConnection>();

    public RuntimeSession Session => Connection.Session;

    public string Path => Request.Path;

    public IHeaderDictionary ResponseHeaders => Response.Headers;

    private IHttpRequestFeature Request => features.GetRequiredFeature<IHttpRequestFeature>();

    private IHttpResponseFeature Response => features.GetRequiredFeature<IHttpResponseFeature>();

    public void Require(string method)
    {
        if (Request.Method != method)
        {
            throw RuntimeApiException.MethodNotAllowed();
        }
    }

    /// <summary>Null when absent.</summary>
    public string? Header(string name) => Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Null when absent. To be asked for after the body has been read.</summary>
    public string? Trailer(string name) =>
        features.Get<IHttpRequestTrailersFeature>() is { Available: true } trailers && trailers.Trailers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The whole body; null when it is longer than <paramref name="limit"/>.</summary>
    /// <exception cref="IOException">It broke off.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(int limit)
    {
        var length = Request.Headers.ContentLength;
        if (length == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (length > limit)
        {
            return null;
        }

        // Sized once when the length is known; the caller keeps it, so it is not pooled.
        var body = new ArrayBufferWriter<byte>((int)(length ?? 4096));
        var reader = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (body.WrittenCount + read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            foreach (var part in read.Buffer)
            {
                body.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }

    public async Task AnswerAsync(int status, ReadOnlyMemory<byte> json)
    {
        var response = Response;
        response.StatusCode = status;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = json.Length;
        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(json);
    }

    /// <summary>202: the answer was taken.</summary>
    public Task AcceptAsync() => AnswerAsync(202, Accepted);

    public Task RefuseAsync(RuntimeApiException refusal)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", refusal.Message);
            json.WriteString("errorType", refusal.ErrorType);
            json.WriteEndObject();
        }

        return AnswerAsync(refusal.Status, buffer.WrittenMemory);
    }
}
