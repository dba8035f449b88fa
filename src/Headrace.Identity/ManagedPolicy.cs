using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Identity;

/// <summary>A customer managed policy and its versions.</summary>
public sealed record ManagedPolicy
{
    public required string Account { get; init; }

    public required string PolicyName { get; init; }

    public required string PolicyId { get; init; }

    public required string Path { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    public required DateTimeOffset UpdateDate { get; init; }

    public required string DefaultVersionId { get; init; }

    public int LastVersion { get; init; } = 1;

    public ImmutableSortedDictionary<string, PolicyVersion> Versions { get; init; } = ImmutableSortedDictionary<string, PolicyVersion>.Empty;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [JsonIgnore]
    public string Arn => $"arn:aws:iam::{Account}:policy{Path}{PolicyName}";
}

public sealed record PolicyVersion(string VersionId, string Document, DateTimeOffset CreateDate);
