using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Identity;

/// <summary>An IAM role: recorded, and asked where Lambda and STS ask. Its permissions are kept and not evaluated.</summary>
public sealed record Role
{
    public required string Account { get; init; }

    public required string RoleName { get; init; }

    public required string RoleId { get; init; }

    public required string Path { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>The trust policy, as it was given.</summary>
    public required string AssumeRolePolicyDocument { get; init; }

    public string? Description { get; init; }

    public int MaxSessionDuration { get; init; } = 3600;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>ARNs of attached managed policies.</summary>
    public ImmutableSortedSet<string> AttachedPolicies { get; init; } = [];

    /// <summary>Inline policies, name → document.</summary>
    public ImmutableSortedDictionary<string, string> InlinePolicies { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [JsonIgnore]
    public string Arn => $"arn:aws:iam::{Account}:role{Path}{RoleName}";
}
