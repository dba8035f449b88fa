using System.Globalization;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary>Runs the model on a measured run's own arrivals, warm-up included, and holds what it says against what was measured, level by level.</summary>
public static class Validator
{
    private const int Quantiles = 100;

    /// <param name="model">The limits that the run had; its number of functions is read from the run.</param>
    /// <returns>The comparison, and the simulated items under the measured ones' names.</returns>
    /// <exception cref="LabException">The run cannot be replayed.</exception>
    public static (ModelValidation Validation, ItemTable Items) Validate(LambdaModel model, MeasuredTimes times, Run measured, ulong seed)
    {
        var items = measured.Items;
        var order = Order(items);
        var functions = new Dictionary<string, int>();
        var start = IntendedOf(items[order[0]]);
        var arrivals = Array.ConvertAll(order, index =>
        {
            ref readonly var item = ref items.At(index);
            var function = functions.TryGetValue(item.Function, out var known) ? known : functions[item.Function] = functions.Count;
            return new Arrival(IntendedOf(item).Since(start), function, item.Repetition);
        });
        var result = Simulation.Run(model with { Functions = functions.Count }, times, arrivals, seed);
        var rows = new ItemTable();
        result.AddTo(rows, start, level: 0);
        var simulated = ItemTable.Of(order.Zip(rows, (index, row) =>
            row with { Id = items[index].Id, Level = items[index].Level, Site = items[index].Site, Function = items[index].Function, Size = items[index].Size }));

        var levels = order.Index().Where(place => items[place.Item].Repetition > 0).GroupBy(place => items[place.Item].Level).OrderBy(level => level.Key)
            .Select(level => LevelOf(level.Key, [.. level.Select(place => items[place.Item])], [.. level.Select(place => simulated[place.Index])])).ToList();
        return (new ModelValidation(measured.Manifest.Name, levels, Sentence(levels)), simulated);
    }

    private static int[] Order(ItemTable items)
    {
        var variants = items.Select(item => item.Variant).Distinct().Take(2).ToList();
        if (variants.Count > 1)
        {
            throw new LabException($"the model has one setting, the run has several ('{variants[0]}', '{variants[1]}'): validate against a run without a sweep");
        }

        int[] known = [.. Enumerable.Range(0, items.Count).Where(index => IntendedOf(items[index]).IsKnown).OrderBy(index => IntendedOf(items[index]))];
        return known.Length > 0 ? known : throw new LabException("the run has no item that says when it was meant to be sent: there is nothing to replay");
    }

    private static ValidationLevel LevelOf(int sites, Item[] measured, Item[] predicted)
    {
        var (mine, theirs) = (Responses(predicted), Responses(measured));
        ValidatedFigure Of(string name, string unit, Func<Item[], double[], double> figure) => new(name, unit, figure(measured, theirs), figure(predicted, mine));
        return new ValidationLevel(
            sites,
            [
                Of("p50", "ms", (_, sorted) => Percentile.Of(sorted, 50)),
                Of("p95", "ms", (_, sorted) => Percentile.Of(sorted, 95)),
                Of("max", "ms", (_, sorted) => Percentile.Of(sorted, 100)),
                Of("throughput", "1/s", (items, sorted) => sorted.Length / Span(items)),
                Of("cold share", "%", (items, _) => 100.0 * items.Count(item => item.Cold == true) / Math.Max(1, items.Count(item => item.Cold is not null))),
                Of("succeeded", "%", (items, sorted) => 100.0 * sorted.Length / items.Length),
            ],
            Distance(theirs, mine),
            [.. Enumerable.Range(1, Quantiles).Select(percent => new QuantilePair(percent / 100.0, Percentile.Of(theirs, percent), Percentile.Of(mine, percent)))]);
    }

    private static Moment IntendedOf(in Item item) => item.Intended.IsKnown ? item.Intended : item.EventTime;

    private static double[] Responses(Item[] items)
    {
        double[] responses = [.. items.Where(item => item.Status == ItemStatus.Succeeded).Select(item => item.Response).Where(double.IsFinite)];
        Array.Sort(responses);
        return responses;
    }

    /// <summary>Seconds that the level's repetitions took, each from its first intended start to the last thing seen.</summary>
    private static double Span(Item[] items) => items.GroupBy(item => item.Repetition).Sum(burst =>
        burst.Max(item => IntendedOf(item).Plus(item.Response is >= 0 and var response ? response : 0)).Since(burst.Min(item => IntendedOf(item)))) / 1000;

    private static double Distance(double[] a, double[] b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == b.Length ? 0 : 1;
        }

        double most = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
            {
                i++;
            }

            while (j < b.Length && b[j] <= value)
            {
                j++;
            }

            most = Math.Max(most, Math.Abs((i / (double)a.Length) - (j / (double)b.Length)));
        }

        return most;
    }

    private static string Sentence(List<ValidationLevel> levels)
    {
        string Most(string name)
        {
            var errors = levels.Select(level => (level.Sites, Error: level.Figures.First(figure => figure.Name == name).RelativeError)).Where(level => double.IsFinite(level.Error)).ToList();
            return errors.Count == 0 ? $"{name} not comparable" : errors.MaxBy(level => Math.Abs(level.Error)) is var worst && levels.Count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"{name} {worst.Error:+0.0%;-0.0%}")
                : string.Create(CultureInfo.InvariantCulture, $"{name} {worst.Error:+0.0%;-0.0%} (at {worst.Sites})");
        }

        return $"The model's error, {(levels.Count == 1 ? "of the one level" : $"at worst of {levels.Count} levels")}: {Most("p50")}, {Most("p95")}, {Most("max")}, {Most("throughput")}.";
    }
}
