using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>What the files of one import have given so far.</summary>
internal sealed class ImportedParts
{
    public ItemTable Items { get; } = new();

    /// <summary>Items say their level themselves.</summary>
    public bool HasLevels { get; set; }

    public LocustFigures Locust { get; set; } = LocustFigures.None;

    public List<string> Remarks { get; } = [];
}
