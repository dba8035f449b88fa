namespace Headrace.Wire.Signing;

/// <summary>A key pair, with the session token that temporary credentials (access keys that start with <c>ASIA</c>) carry besides.</summary>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    /// <summary>Names the key, never the secrets.</summary>
    public override string ToString() => AccessKeyId;
}
