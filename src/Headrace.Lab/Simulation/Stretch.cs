using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Simulation;

/// <summary>Items of a run that are replayed together: those of a level whose environments were made old before it, else all of a variant.</summary>
/// <param name="Items">Their places in the run's table, in the order of their intended moments.</param>
/// <param name="OtherCores">What other programs took of the processors meanwhile, in cores; null: unknown.</param>
/// <param name="BusyBefore">How busy they were before, 0 to 1.</param>
internal sealed record Stretch(string Variant, IReadOnlyList<int> Items, double? OtherCores, double BusyBefore)
{
    private const string Concurrency = "concurrency=";

    private static readonly string[] _settingsOfTheModel = ["layout=", "start=", Concurrency];

    public static Moment IntendedOf(in Item item) => item.Intended.IsKnown ? item.Intended : item.EventTime;

    /// <exception cref="LabException">Nothing to replay, or settings that change what things take.</exception>
    public static IReadOnlyList<Stretch> AllOf(Run run)
    {
        var items = run.Items;
        if (items.Select(item => item.Variant).Distinct().FirstOrDefault(variant => Settings(variant).Any(setting => !_settingsOfTheModel.Any(setting.StartsWith))) is { } other)
        {
            throw new LabException($"the model has one set of times, the run has others with '{other}': validate against a run without a sweep of memory or size");
        }

        var windows = run.Manifest.Processors;
        var cold = windows.Where(window => window.WasCold).ToDictionary(window => (window.Variant, window.Level, window.Repetition));
        var stretches = Enumerable.Range(0, items.Count).Where(index => IntendedOf(items[index]).IsKnown).OrderBy(index => IntendedOf(items[index]))
            .GroupBy(index => cold.ContainsKey((items[index].Variant, items[index].Level, items[index].Repetition))
                ? (items[index].Variant, items[index].Level, items[index].Repetition)
                : (items[index].Variant, 0, -1))
            .Select(stretch =>
            {
                List<LevelProcessors> own = [.. cold.TryGetValue(stretch.Key, out var window) ? [window] : windows.Where(one => one.Variant == stretch.Key.Variant)];
                return new Stretch(stretch.Key.Variant, [.. stretch], OtherCoresIn(own), own.Count > 0 && double.IsFinite(own[0].Before) ? own[0].Before : 0);
            })
            .ToList();
        return stretches.Count > 0 ? stretches : throw new LabException("the run has no item that says when it was meant to be sent: there is nothing to replay");
    }

    /// <summary>Null: nobody measured it.</summary>
    public static double? OtherCoresIn(IEnumerable<LevelProcessors> windows)
    {
        double others = 0, seconds = 0;
        foreach (var window in windows.Where(window => double.IsFinite(window.Others)))
        {
            (others, seconds) = (others + window.Others, seconds + window.Seconds);
        }

        return seconds > 0 ? others / seconds : null;
    }

    /// <summary>The model with what this stretch had.</summary>
    public LambdaModel SettingsOf(LambdaModel model)
    {
        var reserved = Settings(Variant).FirstOrDefault(setting => setting.StartsWith(Concurrency, StringComparison.Ordinal)) is { } setting
            ? int.Parse(setting[Concurrency.Length..], CultureInfo.InvariantCulture)
            : model.Reserved;
        return model with
        {
            Reserved = reserved,
            Host = model.Host is { } host && OtherCores is { } others ? host with { OtherLoad = Math.Min(1, others / host.Cores), BusyBefore = BusyBefore } : model.Host,
        };
    }

    private static string[] Settings(string variant) => variant.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
