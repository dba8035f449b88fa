namespace Headrace.Lab.Importing;

/// <summary>What a file does not say by itself.</summary>
public sealed record ImportOptions
{
    /// <summary>Of times without a zone.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Only items after it: by the moment in the image's name where it has one, as it stands there, else by the item's beginning in <see cref="TimeZone"/>.</summary>
    public DateTime? After { get; init; }

    /// <summary>
    /// The concurrency levels that were meant; empty: as they are counted. A count within 1 % of one of them is taken for it, for an item may be missing (249 of 250);
    /// items of any other level are left out.
    /// </summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>Whose log a log is.</summary>
    public string Function { get; init; } = "";

    /// <summary>MB, of items whose source does not say; 0: unknown.</summary>
    public int MemorySize { get; init; }

    /// <summary>Null: found out from the content.</summary>
    public SourceKind? Kind { get; init; }
}
