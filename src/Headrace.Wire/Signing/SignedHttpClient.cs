using System.Security.Cryptography;

namespace Headrace.Wire.Signing;

/// <summary>An <see cref="HttpClient"/> that signs what it sends (Signature Version 4), for any service behind one endpoint.</summary>
public sealed class SignedHttpClient : IDisposable
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _http;
    private readonly RequestSigner _signer;

    /// <param name="endpoint">Scheme, host and port; a path is ignored.</param>
    public SignedHttpClient(Uri endpoint, AwsCredentials credentials, string region = "us-east-1", TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        Endpoint = endpoint;
        _signer = new RequestSigner(credentials, region, time ?? TimeProvider.System);
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
            : new HttpClient(handler, disposeHandler: false);
        _http.Timeout = Timeout.InfiniteTimeSpan;
    }

    public Uri Endpoint { get; }

    /// <summary>Signs and sends one request; returns as soon as the response's headers are there. Statuses are not turned into exceptions.</summary>
    /// <param name="service">The name in the credential scope: <c>s3</c>, <c>lambda</c>.</param>
    /// <param name="target">Path and query, percent-encoded as they shall be sent: <c>/bucket/a%20key?uploads</c>. For object keys see <see cref="ObjectPath"/>.</param>
    /// <param name="content">
    /// Its headers are sent too. A stream for S3 is sent as it is, its payload not hashed (UNSIGNED-PAYLOAD); anything else is buffered and signed with its hash.
    /// It stays the caller's to dispose.
    /// </param>
    /// <param name="headers">Without <c>Host</c>, unless another than the endpoint's shall be sent.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string service, HttpMethod method, string target, HttpContent? content = null,
        IEnumerable<KeyValuePair<string, string>>? headers = null, CancellationToken cancellationToken = default)
    {
        var signed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = Endpoint.Authority };
        foreach ((string name, string value) in headers ?? [])
        {
            signed[name] = value;
        }

        string payloadHash = await HashAsync(service, content, cancellationToken);
        _signer.SignHeaders(service, method.Method, target, signed, payloadHash);
        var request = new HttpRequestMessage(method, Address(target)) { Content = content };
        foreach ((string name, string value) in signed)
        {
            // Entity headers (Content-Type, Content-MD5, …) belong to the content.
            if (!request.Headers.TryAddWithoutValidation(name, value) && content is not null)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>A URL that carries its signature in the query and works without credentials until it expires.</summary>
    /// <param name="expires">1 second to 7 days.</param>
    public Uri Presign(string service, HttpMethod method, string target, TimeSpan expires) =>
        Address(_signer.Presign(service, method.Method, target, Endpoint.Authority, expires));

    /// <summary><c>/bucket/key</c>, the key percent-encoded as S3 wants it (UTF-8, <c>/</c> kept).</summary>
    public static string ObjectPath(string bucket, string key) => $"/{bucket}/{UriEncoding.Encode(key, keepSlash: true)}";

    public void Dispose() => _http.Dispose();

    /// <summary>The target as written: <see cref="Uri"/> would otherwise resolve <c>..</c>, which is a legal part of a key.</summary>
    private Uri Address(string target) => new($"{Endpoint.GetLeftPart(UriPartial.Authority)}{target}", in AsWritten);

    private static async Task<string> HashAsync(string service, HttpContent? content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case null:
                return PayloadHash.Empty;
            case StreamContent when service == "s3":
                return PayloadHash.Unsigned;
            default:
                await content.LoadIntoBufferAsync(cancellationToken);
                await using (Stream payload = await content.ReadAsStreamAsync(cancellationToken))
                {
                    byte[] hash = await SHA256.HashDataAsync(payload, cancellationToken);
                    payload.Position = 0;
                    return Convert.ToHexStringLower(hash);
                }
        }
    }
}
