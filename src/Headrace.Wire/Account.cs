namespace Headrace.Wire;

/// <summary>The account and region a request acts in: the 12-digit account is the access key, the region comes from the credential scope.</summary>
public sealed record Scope(string AccountId, string Region)
{
    public static readonly Scope Default = new("000000000000", "us-east-1");
}
