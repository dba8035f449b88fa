namespace Headrace.Lab.Statistics;

/// <summary>Levels against each other: one-way ANOVA, and Welch's t-test of every pair with Bonferroni's correction.</summary>
/// <param name="Anova">Null: too few items, or nothing varies.</param>
/// <param name="Pairs">Without those of a level of one item.</param>
/// <param name="Variant">Of which variant of a sweep; empty: of the whole run.</param>
public sealed record LevelComparison(
    Measure Measure, IReadOnlyList<LevelFigures> Levels, Anova? Anova, IReadOnlyList<WelchTest> Pairs, string Variant = "")
{
    private static readonly Measure[] Compared = [Measure.Response, Measure.EventToEnd, Measure.Duration, Measure.Billed];

    internal static IReadOnlyList<LevelComparison> AllOf(
        IReadOnlyList<Distribution> distributions, IReadOnlyList<Grouping> groupings, IReadOnlyDictionary<string, double> throughputs, IReadOnlyCollection<int> only)
    {
        var found = distributions.Where(distribution => distribution.Population == Population.All)
            .ToDictionary(distribution => (distribution.Measure, distribution.Group));
        var families = groupings.SelectMany(grouping => grouping.Names)
            .Where(name => name.Level > 0 && (only.Count == 0 || only.Contains(name.Level)))
            .GroupBy(name => name.Variant);
        return [.. from family in families
                   from measure in Compared
                   let levels = family.Where(name => found.ContainsKey((measure, name.ToString()))).ToArray()
                   where levels.Length > 1
                   select Of(measure, family.Key, levels)];

        LevelComparison Of(Measure measure, string variant, GroupName[] levels)
        {
            var figures = levels.Select(name => FiguresOf(name, found[(measure, name.ToString())])).ToArray();
            Sample[] samples = [.. figures.Select(level => new Sample(level.Count, level.Mean, level.StandardDeviation * level.StandardDeviation))];
            var pairs = levels.Length * (levels.Length - 1) / 2;
            return new(
                measure, figures, Statistics.Anova.Of(samples),
                [.. from a in Enumerable.Range(0, levels.Length)
                    from b in Enumerable.Range(a + 1, levels.Length - a - 1)
                    let test = WelchTest.Of(levels[a].Level, samples[a], levels[b].Level, samples[b], pairs)
                    where test is not null
                    select test],
                variant);
        }

        LevelFigures FiguresOf(GroupName name, Distribution distribution)
        {
            var cost = found.GetValueOrDefault((Measure.Cost, name.ToString()));
            return new(
                name.Level, distribution.Count, distribution.Mean, distribution.StandardDeviation, distribution.P95,
                cost?.Mean ?? double.NaN, cost?.StandardDeviation ?? double.NaN, throughputs.GetValueOrDefault(name.ToString(), double.NaN));
        }
    }
}
