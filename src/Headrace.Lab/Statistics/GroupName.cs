namespace Headrace.Lab.Statistics;

/// <param name="Level">0: of all levels.</param>
/// <param name="Variant">Empty: of all variants.</param>
internal readonly record struct GroupName(int Level, string Variant) : IComparable<GroupName>
{
    public static readonly GroupName Whole = new(0, "");

    public override string ToString() => Level == 0 ? Variant : Variant.Length == 0 ? $"level={Level}" : $"level={Level} {Variant}";

    /// <summary>Shorter variants first: <c>memory=512</c> before <c>memory=1024</c>.</summary>
    public int CompareTo(GroupName other) =>
        Level != other.Level ? Level.CompareTo(other.Level)
        : Variant.Length != other.Variant.Length ? Variant.Length.CompareTo(other.Variant.Length)
        : string.CompareOrdinal(Variant, other.Variant);
}
