using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Functions.Registry;

/// <summary>A function with all that hangs on it: an immutable value. A change is another value (see <see cref="FunctionRegistry.ChangeAsync"/>).</summary>
public sealed partial record Function
{
    /// <summary>The qualifier of what is asked for, or set, without a qualifier.</summary>
    public const string Unqualified = "";

    public const string LatestVersion = "$LATEST";

    public required FunctionId Id { get; init; }

    public required StoredVersion Latest { get; init; }

    /// <summary>The number given last; numbers are never given twice.</summary>
    public int LastVersion { get; init; }

    /// <summary>What <c>$LATEST</c>'s description was when it was published last (a version may have been given another).</summary>
    public string? PublishedDescription { get; init; }

    /// <summary>Rows of their own in the ledger, by number.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<int, StoredVersion> Versions { get; init; } = ImmutableSortedDictionary<int, StoredVersion>.Empty;

    /// <summary>By name.</summary>
    public ImmutableDictionary<string, FunctionAlias> Aliases { get; init; } = ImmutableDictionary<string, FunctionAlias>.Empty;

    /// <summary>Statements by qualifier.</summary>
    public ImmutableDictionary<string, ImmutableArray<Permission>> Policies { get; init; } = ImmutableDictionary<string, ImmutableArray<Permission>>.Empty;

    public int? ReservedConcurrency { get; init; }

    /// <summary>By version or alias.</summary>
    public ImmutableDictionary<string, ProvisionedConcurrency> Provisioned { get; init; } = ImmutableDictionary<string, ProvisionedConcurrency>.Empty;

    /// <summary>By <c>$LATEST</c>, version or alias.</summary>
    public ImmutableDictionary<string, EventInvokeConfig> EventInvokeConfigs { get; init; } = ImmutableDictionary<string, EventInvokeConfig>.Empty;

    /// <summary>By alias, or <see cref="Unqualified"/>.</summary>
    public ImmutableDictionary<string, FunctionUrl> Urls { get; init; } = ImmutableDictionary<string, FunctionUrl>.Empty;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The ARN, with the qualifier if there is one.</summary>
    public string ArnOf(string? qualifier) => string.IsNullOrEmpty(qualifier) ? Id.Arn : $"{Id.Arn}:{qualifier}";

    /// <summary>The version a qualifier stands for (an alias: the one it names first); null when there is none.</summary>
    public StoredVersion? FindVersion(string? qualifier) =>
        string.IsNullOrEmpty(qualifier) || qualifier == LatestVersion ? Latest
        : int.TryParse(qualifier, out var number) && Versions.TryGetValue(number, out var published) ? published
        : Aliases.TryGetValue(qualifier, out var alias) ? FindVersion(alias.FunctionVersion)
        : null;

    /// <summary>Every code package that a version of this function runs from.</summary>
    public IEnumerable<string> UsedCode() =>
        Versions.Values.Prepend(Latest).SelectMany(static version => version.LayerCode.Append(version.Configuration.CodeSha256));
}
