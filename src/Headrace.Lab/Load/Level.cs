using System.Globalization;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load;

/// <summary>One load of one variant and repetition: what a run goes through, one after the other.</summary>
/// <param name="Repetition">0: warm-up.</param>
public sealed record Level(Variant Variant, int Repetition, PlannedLoad Load)
{
    private static readonly string[] _sites = [.. Enumerable.Range(0, 1000).Select(Name)];

    public static string SiteName(int site) => site < _sites.Length ? _sites[site] : Name(site);

    public override string ToString() =>
        string.Join(", ", new[] { Variant.Name, Load.Level > 0 ? $"level {Load.Level}" : "", Repetition == 0 ? "warm-up" : $"repetition {Repetition}" }.Where(part => part.Length > 0));

    private static string Name(int site) => string.Create(CultureInfo.InvariantCulture, $"site{site}");
}
