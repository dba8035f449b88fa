using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Calls HTTP endpoints for HTTP_PROXY and HTTP integrations: no cookies kept, no redirects followed, no proxy, 10 MB at most.</summary>
internal sealed class HttpBackend(TimeProvider time) : IDisposable
{
    private const int MaximumResponse = 10 * 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 256,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="GatewayAnswer">Timed out, unreachable, or too much.</exception>
    public async Task<HttpBackendAnswer> SendAsync(
        string method, string uri, IEnumerable<KeyValuePair<string, StringValues>> headers, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw GatewayAnswer.Misconfigured("Invalid endpoint address");
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (!body.IsEmpty || method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ReadOnlyMemoryContent(body);
        }

        foreach (var (name, values) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                // Content-Type and its like: they may come without a body too.
                (request.Content ??= new ReadOnlyMemoryContent(body)).Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new HttpBackendAnswer(response.StatusCode, HeadersOf(response), await ReadAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw GatewayAnswer.TimedOut();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw GatewayAnswer.Misconfigured();
        }
    }

    public void Dispose() => _client.Dispose();

    private static List<KeyValuePair<string, StringValues>> HeadersOf(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Select(static header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value])))];

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaximumResponse)
        {
            throw GatewayAnswer.Misconfigured();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaximumResponse)
            {
                throw GatewayAnswer.Misconfigured();
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}

/// <summary>What a backend answered.</summary>
internal sealed record HttpBackendAnswer(HttpStatusCode Status, List<KeyValuePair<string, StringValues>> Headers, byte[] Body)
{
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Expect"];

    /// <summary>What belongs to the message, and not to the connection or the endpoint it came by.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> EndToEnd(IEnumerable<KeyValuePair<string, StringValues>> headers) =>
        headers.Where(static header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase));

    /// <summary>As it came.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = (int)Status;
        foreach (var (name, values) in EndToEnd(Headers))
        {
            http.Response.Headers[name] = values;
        }

        await InferredResponse.SendAsync(http, Body);
    }
}
