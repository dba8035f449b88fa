using System.Globalization;

namespace Headrace.Wire.Signing;

/// <summary>What a request says of its own signature, in the Authorization header or in the query; nothing of it verified yet.</summary>
/// <remarks>
/// <c>AWS4-HMAC-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=…</c>, or the parameters
/// X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders, X-Amz-Signature, X-Amz-Security-Token.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
/// </remarks>
public sealed record SignatureClaim
{
    private const string HeaderMalformed = "The authorization header is malformed; ";
    private const string CredentialMalformed = "Error parsing the X-Amz-Credential parameter; ";

    /// <summary><c>AKID/20130524/us-east-1/s3</c>: what names a signing key.</summary>
    public required string KeyName { get; init; }

    public required string AccessKeyId { get; init; }

    public required CredentialScope Scope { get; init; }

    /// <summary>As sent: <c>yyyyMMddTHHmmssZ</c>.</summary>
    public required string Timestamp { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Lower-case names joined by <c>;</c>.</summary>
    public required string SignedHeaders { get; init; }

    /// <summary>Hex, as sent.</summary>
    public required string Signature { get; init; }

    public required string? SessionToken { get; init; }

    /// <summary>How long a presigned URL is valid; null for a signature in the header.</summary>
    public required TimeSpan? Lifetime { get; init; }

    public bool IsPresigned => Lifetime is not null;

    /// <summary>The service in the credential scope, read without looking at anything else; null when none is named.</summary>
    public static string? ServiceOf(ISignableRequest request)
    {
        ReadOnlySpan<char> credential = request.FindHeader("Authorization") is { } header
            ? Component(header, "Credential=")
            : QueryParameters.Find(request.RawQuery, "X-Amz-Credential");
        Span<Range> parts = stackalloc Range[6];
        return credential.Split(parts, '/') == 5 ? credential[parts[3]].ToString() : null;
    }

    /// <returns>Null for an anonymous request.</returns>
    /// <exception cref="SignatureException">The claim is not well formed.</exception>
    public static SignatureClaim? Read(ISignableRequest request)
    {
        string? authorization = request.FindHeader("Authorization");
        bool isQueryV4 = QueryParameters.Has(request.RawQuery, "X-Amz-Algorithm") || QueryParameters.Has(request.RawQuery, "X-Amz-Signature");
        bool isQueryV2 = QueryParameters.Has(request.RawQuery, "AWSAccessKeyId") && QueryParameters.Has(request.RawQuery, "Signature");
        if (authorization is not null && (isQueryV4 || isQueryV2))
        {
            throw new SignatureException(
                SignatureFailure.UnsupportedMechanism,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
                ("ArgumentName", "Authorization"), ("ArgumentValue", authorization));
        }

        if (isQueryV2 || authorization?.StartsWith("AWS ", StringComparison.Ordinal) == true)
        {
            throw new SignatureException(
                SignatureFailure.UnsupportedMechanism, "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }

        return authorization is not null ? ReadHeader(request, authorization) : isQueryV4 ? ReadQuery(request) : null;
    }

    private static SignatureClaim ReadHeader(ISignableRequest request, string authorization)
    {
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            throw new SignatureException(
                SignatureFailure.UnsupportedMechanism, "Unsupported Authorization Type",
                ("ArgumentName", "Authorization"), ("ArgumentValue", authorization));
        }

        string credential = Component(authorization, "Credential=").ToString();
        string signedHeaders = Component(authorization, "SignedHeaders=").ToString();
        string signature = Component(authorization, "Signature=").ToString();
        if (credential is "" || signedHeaders is "" || signature is "")
        {
            throw new SignatureException(
                SignatureFailure.MalformedHeader,
                $"{HeaderMalformed}the authorization header requires three components: Credential, SignedHeaders, and Signature.");
        }

        (string keyName, string accessKeyId, CredentialScope scope) = ParseCredential(credential, SignatureFailure.MalformedHeader, HeaderMalformed);
        (string timestamp, DateTimeOffset time) = TimeOf(request);
        if (!timestamp.StartsWith(scope.Date, StringComparison.Ordinal))
        {
            throw new SignatureException(
                SignatureFailure.MalformedHeader,
                $"{HeaderMalformed}Invalid credential date \"{scope.Date}\". This date is not the same as X-Amz-Date: \"{timestamp[..8]}\".");
        }

        return new SignatureClaim
        {
            KeyName = keyName,
            AccessKeyId = accessKeyId,
            Scope = scope,
            Timestamp = timestamp,
            Time = time,
            SignedHeaders = signedHeaders,
            Signature = signature,
            SessionToken = request.FindHeader("x-amz-security-token"),
            Lifetime = null,
        };
    }

    private static SignatureClaim ReadQuery(ISignableRequest request)
    {
        string query = request.RawQuery;
        string? algorithm = QueryParameters.Find(query, "X-Amz-Algorithm");
        string? credential = QueryParameters.Find(query, "X-Amz-Credential");
        string? timestamp = QueryParameters.Find(query, "X-Amz-Date");
        string? expires = QueryParameters.Find(query, "X-Amz-Expires");
        string? signedHeaders = QueryParameters.Find(query, "X-Amz-SignedHeaders");
        string? signature = QueryParameters.Find(query, "X-Amz-Signature");
        if (algorithm is null || credential is null || timestamp is null || expires is null || signedHeaders is null || signature is null)
        {
            throw MalformedQuery(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }

        if (algorithm != "AWS4-HMAC-SHA256")
        {
            throw MalformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }

        (string keyName, string accessKeyId, CredentialScope scope) = ParseCredential(credential, SignatureFailure.MalformedQuery, CredentialMalformed);
        DateTimeOffset time = AmzTimestamp.Parse(timestamp) ?? throw MalformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        if (!timestamp.StartsWith(scope.Date, StringComparison.Ordinal))
        {
            throw MalformedQuery($"Invalid credential date \"{scope.Date}\". This date is not the same as X-Amz-Date: \"{timestamp[..8]}\".");
        }

        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
        {
            throw MalformedQuery("X-Amz-Expires should be a number");
        }

        if (seconds is < 0 or > 604800)
        {
            throw MalformedQuery(seconds < 0
                ? "X-Amz-Expires must be non-negative"
                : "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        }

        return new SignatureClaim
        {
            KeyName = keyName,
            AccessKeyId = accessKeyId,
            Scope = scope,
            Timestamp = timestamp,
            Time = time,
            SignedHeaders = signedHeaders,
            Signature = signature,
            SessionToken = QueryParameters.Find(query, "X-Amz-Security-Token"),
            Lifetime = TimeSpan.FromSeconds(seconds),
        };
    }

    private static SignatureException MalformedQuery(string message) => new(SignatureFailure.MalformedQuery, message);

    private static (string KeyName, string AccessKeyId, CredentialScope Scope) ParseCredential(string credential, SignatureFailure failure, string prefix)
    {
        string[] parts = credential.Split('/');
        if (parts.Length != 5 || Array.Exists(parts, string.IsNullOrEmpty))
        {
            throw new SignatureException(
                failure, $"{prefix}the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/{CredentialScope.Terminator}\".");
        }

        if (parts[1].Length != 8 || parts[1].AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new SignatureException(
                failure, $"{prefix}incorrect date format \"{parts[1]}\". This date in the credential must be in the format \"yyyyMMdd\".");
        }

        if (parts[4] != CredentialScope.Terminator)
        {
            throw new SignatureException(failure, $"{prefix}incorrect terminal \"{parts[4]}\". This endpoint uses \"{CredentialScope.Terminator}\".");
        }

        // Every region is served; the pseudo-region is what a client sends that was never told one.
        if (parts[2] == "aws-global")
        {
            throw new SignatureException(failure, $"{prefix}the region '{parts[2]}' is wrong; expecting '{Wire.Scope.Default.Region}'", ("Region", Wire.Scope.Default.Region));
        }

        string keyName = credential[..^(CredentialScope.Terminator.Length + 1)];
        return (keyName, parts[0], new CredentialScope(parts[1], parts[2], parts[3]));
    }

    /// <summary><c>x-amz-date</c>, or else <c>Date</c>.</summary>
    private static (string Timestamp, DateTimeOffset Time) TimeOf(ISignableRequest request)
    {
        string? text = request.FindHeader("x-amz-date") ?? request.FindHeader("Date");
        DateTimeOffset? time = AmzTimestamp.Parse(text);
        if (time is null && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset httpDate))
        {
            time = httpDate;
        }

        return time is { } found
            ? (AmzTimestamp.Format(found), found)
            : throw new SignatureException(SignatureFailure.MissingDate, "AWS authentication requires a valid Date or x-amz-date header");
    }

    /// <summary>What follows a component's name up to the next comma.</summary>
    private static ReadOnlySpan<char> Component(string authorization, string name)
    {
        int start = authorization.IndexOf(name, StringComparison.Ordinal);
        if (start <= 0 || authorization[start - 1] is not (' ' or ','))
        {
            return default;
        }

        ReadOnlySpan<char> rest = authorization.AsSpan(start + name.Length);
        int end = rest.IndexOf(',');
        return (end < 0 ? rest : rest[..end]).Trim();
    }
}
