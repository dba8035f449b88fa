using Headrace.Lab.Comparing;
using Headrace.Lab.Records;
using Headrace.Lab.Tests.Statistics;

namespace Headrace.Lab.Tests.Comparing;

/// <summary>Runs made up to be compared.</summary>
internal static class Sides
{
    public static ComparedRun Run(string name, IEnumerable<Item> items, RunManifest? manifest = null, CompareOptions? options = null) =>
        ComparedRun.Of((manifest ?? Runs.Manifest) with { Name = name }, ItemTable.Of(items), options ?? new(), side: name);

    public static ComparedRun OfResponses(string name, IEnumerable<double> responses, CompareOptions? options = null) =>
        Run(name, responses.Select((response, number) => Runs.Item(number, number * 10, response)), options: options);

    /// <summary>Exponential over a floor.</summary>
    public static IEnumerable<double> Responses(int count, int seed, double scale = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => scale * (20 - (10 * Math.Log(1 - random.NextDouble()))));
    }

    public static RunComparison Compare(ComparedRun a, ComparedRun b) => RunComparison.Of(a, b, new());

    public static MetricChange Of(this RunComparison comparison, string metric) => Assert.Single(comparison.Changes, change => change.Metric == metric);
}
