namespace Headrace.Wire.Signing;

/// <summary>An <see cref="HttpClient"/> that signs what it sends (Signature Version 4), for any service behind one endpoint.</summary>
public sealed class SignedHttpClient(Uri endpoint, AwsCredentials credentials, string region = "us-east-1", TimeProvider? time = null, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);

    public Uri Endpoint { get; } = endpoint;

    /// <summary>Signs and sends one request; returns as soon as the response's headers are there. Statuses are not turned into exceptions.</summary>
    /// <param name="service">The name in the credential scope: <c>s3</c>, <c>lambda</c>.</param>
    /// <param name="target">Path and query, percent-encoded as they shall be sent: <c>/bucket/a%20key?uploads</c>. For object keys see <see cref="ObjectPath"/>.</param>
    /// <param name="content">Its headers are sent too. A body that is a <see cref="ReadOnlyMemoryContent"/> or <see cref="ByteArrayContent"/> is signed with its hash; a stream is sent as UNSIGNED-PAYLOAD.</param>
    public Task<HttpResponseMessage> SendAsync(
        string service, HttpMethod method, string target, HttpContent? content = null,
        IEnumerable<KeyValuePair<string, string>>? headers = null, CancellationToken cancellationToken = default)
    {
        _ = (credentials, region, time);
        throw new NotImplementedException();
    }

    /// <summary>A URL that carries its signature in the query and works without credentials until it expires.</summary>
    /// <param name="expires">1 second to 7 days.</param>
    public Uri Presign(string service, HttpMethod method, string target, TimeSpan expires) => throw new NotImplementedException();

    /// <summary><c>/bucket/key</c>, the key percent-encoded as S3 wants it (UTF-8, <c>/</c> kept).</summary>
    public static string ObjectPath(string bucket, string key) => throw new NotImplementedException();

    public void Dispose() => http.Dispose();
}
