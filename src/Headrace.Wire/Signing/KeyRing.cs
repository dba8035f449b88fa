using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>The keys a gateway knows: one main key pair, and temporary credentials that are derived, not stored.</summary>
public sealed class KeyRing(AwsCredentials main, TimeProvider time)
{
    private const int SigningKeysKept = 1024;

    private readonly SessionTokens _sessions = new(RandomNumberGenerator.GetBytes(32), time);
    private readonly ConcurrentDictionary<string, SigningKey> _signingKeys = new(StringComparer.Ordinal);

    public AwsCredentials Main { get; } = main;

    /// <summary>The account all keys act for: the main access key where it is a 12-digit account id, else the default account.</summary>
    public string AccountId { get; } = AccountOf(main.AccessKeyId) ?? Scope.Default.AccountId;

    /// <summary>The 12-digit account an access key names, or null.</summary>
    public static string? AccountOf(string accessKeyId) =>
        accessKeyId.Length == 12 && !accessKeyId.AsSpan().ContainsAnyExceptInRange('0', '9') ? accessKeyId : null;

    /// <summary>Temporary credentials for a subject (a function's name). They end with their lifetime, or with this ring.</summary>
    public AwsCredentials Issue(string subject, TimeSpan lifetime) => _sessions.Issue(subject, lifetime);

    /// <summary>Whom a session token was issued for; null without a token. For tokens that <see cref="FindSigningKey"/> has let pass.</summary>
    public string? SubjectOf(string? sessionToken) => sessionToken is null ? null : _sessions.SubjectOf(sessionToken);

    /// <summary>The key that signed for this claim.</summary>
    /// <exception cref="SignatureException">The access key is unknown, or its session token is missing, wrong or expired.</exception>
    public SigningKey FindSigningKey(SignatureClaim claim)
    {
        AwsCredentials credentials = FindCredentials(claim);
        if (_signingKeys.TryGetValue(claim.KeyName, out SigningKey? known) && known.Credentials == credentials)
        {
            return known;
        }

        // Days, regions and services are the client's to name: what is kept must not grow with them.
        if (_signingKeys.Count >= SigningKeysKept)
        {
            _signingKeys.Clear();
        }

        return _signingKeys[claim.KeyName] = new SigningKey(credentials, claim.Scope);
    }

    private AwsCredentials FindCredentials(SignatureClaim claim)
    {
        if (claim.SessionToken is { } token)
        {
            return _sessions.Verify(claim.AccessKeyId, token);
        }

        bool isMain = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(claim.AccessKeyId), Encoding.UTF8.GetBytes(Main.AccessKeyId));
        return isMain ? Main : throw new SignatureException(
            SignatureFailure.UnknownAccessKey, "The AWS Access Key Id you provided does not exist in our records.", ("AWSAccessKeyId", claim.AccessKeyId));
    }
}
