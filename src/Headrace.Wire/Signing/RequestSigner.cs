using System.Globalization;
using System.Security.Cryptography;

namespace Headrace.Wire.Signing;

/// <summary>The client's side of Signature Version 4. Keeps the day's signing keys.</summary>
public sealed class RequestSigner(AwsCredentials credentials, string region, TimeProvider time)
{
    private SigningKey? _latestKey;

    /// <summary>Signs the host and every <c>x-amz-</c> header, and adds to the headers what the signature needs.</summary>
    /// <param name="headers">In: <c>Host</c> and what else is sent. Out: <c>x-amz-date</c>, <c>x-amz-security-token</c> and <c>Authorization</c> besides.</param>
    /// <param name="payloadHash">Of the payload; on S3 also sent as <c>x-amz-content-sha256</c>.</param>
    /// <returns>The signature: 32 bytes, the seed of chunk signatures.</returns>
    public byte[] SignHeaders(string service, string method, string target, IDictionary<string, string> headers, string payloadHash)
    {
        string timestamp = AmzTimestamp.Format(time.GetUtcNow());
        headers["x-amz-date"] = timestamp;
        if (service == "s3")
        {
            headers["x-amz-content-sha256"] = payloadHash;
        }

        if (credentials.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        SigningKey key = KeyFor(service, timestamp);
        string signedHeaders = string.Join(';', headers.Keys.Select(static name => name.ToLowerInvariant()).Where(IsSigned).Order(StringComparer.Ordinal));
        byte[] signature = new byte[SHA256.HashSizeInBytes];
        RequestSignature.Compute(new OutgoingRequest(method, target, headers), key, timestamp, signedHeaders, payloadHash, signature);
        headers["Authorization"] =
            $"AWS4-HMAC-SHA256 Credential={credentials.AccessKeyId}/{key.Scope}, SignedHeaders={signedHeaders}, Signature={Convert.ToHexStringLower(signature)}";
        return signature;
    }

    /// <summary>Path and query with the signature in the query; only the host is signed besides.</summary>
    /// <param name="expires">1 second to 7 days.</param>
    public string Presign(string service, string method, string target, string host, TimeSpan expires)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expires, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expires, TimeSpan.FromDays(7));
        string timestamp = AmzTimestamp.Format(time.GetUtcNow());
        SigningKey key = KeyFor(service, timestamp);
        string credential = UriEncoding.Encode($"{credentials.AccessKeyId}/{key.Scope}");
        string token = credentials.SessionToken is { } sessionToken ? $"&X-Amz-Security-Token={UriEncoding.Encode(sessionToken)}" : "";
        string unsigned = string.Create(
            CultureInfo.InvariantCulture,
            $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={timestamp}&X-Amz-Expires={(long)expires.TotalSeconds}{token}&X-Amz-SignedHeaders=host");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["host"] = host };
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        string payloadHash = service == "s3" ? PayloadHash.Unsigned : PayloadHash.Empty;
        RequestSignature.Compute(new OutgoingRequest(method, unsigned, headers), key, timestamp, "host", payloadHash, signature);
        return $"{unsigned}&X-Amz-Signature={Convert.ToHexStringLower(signature)}";
    }

    /// <summary>The chain of chunk signatures that a request's own one begins.</summary>
    /// <param name="headers">As <see cref="SignHeaders"/> left them.</param>
    public ChunkSigner ChunksAfter(byte[] signature, string service, IDictionary<string, string> headers) =>
        new(KeyFor(service, headers["x-amz-date"]), headers["x-amz-date"], signature);

    private static bool IsSigned(string name) => name is "host" or "content-md5" || name.StartsWith("x-amz-", StringComparison.Ordinal);

    private SigningKey KeyFor(string service, string timestamp)
    {
        SigningKey? key = _latestKey;
        if (key is null || key.Scope.Service != service || !timestamp.StartsWith(key.Scope.Date, StringComparison.Ordinal))
        {
            _latestKey = key = new SigningKey(credentials, new CredentialScope(timestamp[..8], region, service));
        }

        return key;
    }

    private sealed class OutgoingRequest(string method, string target, IDictionary<string, string> headers) : ISignableRequest
    {
        private readonly int _query = target.IndexOf('?', StringComparison.Ordinal);

        public string Method => method;

        public string RawPath => _query < 0 ? target : target[.._query];

        public string RawQuery => _query < 0 ? "" : target[(_query + 1)..];

        public IEnumerable<string> HeaderNames => headers.Keys;

        public string? FindHeader(string name) => headers.TryGetValue(name, out string? value) ? value : null;
    }
}
