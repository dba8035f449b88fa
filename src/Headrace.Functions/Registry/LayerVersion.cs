using System.Collections.Immutable;
using Headrace.Wire.Lambda;

namespace Headrace.Functions.Registry;

/// <summary>A published layer version. Deleted ones stay as tombstones: their numbers are not given again, and functions keep using them.</summary>
public sealed record LayerVersion
{
    public required LayerVersionReference Reference { get; init; }

    public required string Description { get; init; }

    public string? LicenseInfo { get; init; }

    /// <summary><c>2025-11-25T02:50:43.123+0000</c>.</summary>
    public required string CreatedDate { get; init; }

    /// <summary>Null when the caller left it out.</summary>
    public ImmutableArray<string>? CompatibleRuntimes { get; init; }

    /// <summary>Null when the caller left it out.</summary>
    public ImmutableArray<string>? CompatibleArchitectures { get; init; }

    /// <summary>Base64.</summary>
    public required string CodeSha256 { get; init; }

    /// <summary>Bytes of the zip.</summary>
    public required long CodeSize { get; init; }

    /// <summary>Bytes of its files.</summary>
    public required long UnzippedSize { get; init; }

    /// <summary>A new UUID with every change of <see cref="Policy"/>.</summary>
    public required string RevisionId { get; init; }

    public ImmutableArray<LayerPermission> Policy { get; init; } = [];

    public bool IsDeleted { get; init; }

    /// <summary>Whether another account may use it. There are no organizations here: a statement for one allows nobody.</summary>
    public bool Allows(string accountId) =>
        Policy.Any(statement => statement.OrganizationId is null && (statement.Principal == "*" || statement.Principal == accountId || statement.Principal == $"arn:aws:iam::{accountId}:root"));
}

/// <summary>One statement of a layer version's policy.</summary>
/// <param name="Principal">An account, or <c>*</c>.</param>
public sealed record LayerPermission(string StatementId, string Action, string Principal, string? OrganizationId);
