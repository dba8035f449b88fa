using System.Collections.Immutable;

namespace Headrace.Functions.Registry;

/// <summary><c>$LATEST</c> or a published version, as the ledger keeps it.</summary>
public sealed record StoredVersion
{
    public required FunctionConfiguration Configuration { get; init; }

    /// <summary>
    /// A new UUID whenever what runs changes. AWS's <c>RevisionId</c> also changes when a permission is added or a version is
    /// published, which must not retire warm environments.
    /// </summary>
    public required string Deployment { get; init; }

    /// <summary>Bytes of the unpacked code, without layers.</summary>
    public required long UnzippedSize { get; init; }

    /// <summary>SHA-256s of the layers' code, in the order of <see cref="FunctionConfiguration.Layers"/>: a layer version that was deleted keeps working.</summary>
    public ImmutableArray<string> LayerCode { get; init; } = [];
}
