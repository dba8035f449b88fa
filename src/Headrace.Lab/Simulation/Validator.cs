using Headrace.Lab.Records;

namespace Headrace.Lab.Simulation;

/// <summary>Runs the model on a measured run's own arrivals, warm-up included, and holds what it says against what was measured, level by level.</summary>
public static class Validator
{
    /// <summary>So many items a burst at least are simulated, burst by burst again: a few drawn by chance have no percentiles.</summary>
    private const int FewestDrawn = 300;

    /// <param name="model">The limits that the run had; its number of functions is read from the run, and how busy others were where it says so.</param>
    /// <returns>The comparison, and the simulated items under the measured ones' names.</returns>
    /// <exception cref="LabException">The run cannot be replayed.</exception>
    public static (ModelValidation Validation, ItemTable Items) Validate(LambdaModel model, MeasuredTimes times, Run measured, ulong seed)
    {
        var items = measured.Items;
        var simulated = new List<Item>();
        var levels = new SortedDictionary<(string Variant, int Level), ValidatedItems>();
        foreach (var stretch in Stretch.AllOf(measured))
        {
            var settings = stretch.SettingsOf(model);
            var draws = Math.Clamp(FewestDrawn / stretch.Items.Count, 1, FewestDrawn);
            for (var draw = 0; draw < draws; draw++)
            {
                foreach (var (index, row) in stretch.Items.Zip(Replay(settings, times, items, stretch.Items, seed + (ulong)draw)))
                {
                    var item = items[index];
                    var like = row with { Id = item.Id, Level = item.Level, Variant = item.Variant, Site = item.Site, Function = item.Function, Size = item.Size };
                    if (draw == 0)
                    {
                        simulated.Add(like);
                    }

                    if (item.Repetition > 0)
                    {
                        var key = (item.Variant, item.Level);
                        (levels.TryGetValue(key, out var level) ? level : levels[key] = new()).Add(item, like, draw);
                    }
                }
            }
        }

        List<ValidationLevel> compared = [.. levels.Select(level => level.Value.Compare(level.Key.Level) with { Variant = level.Key.Variant })];
        return (
            new ModelValidation(measured.Manifest.Name, compared, ErrorSentence.Of(compared)) { OtherCores = Stretch.OtherCoresIn(measured.Manifest.Processors) },
            ItemTable.Of(simulated.OrderBy(item => item.Intended)));
    }

    private static ItemTable Replay(LambdaModel model, MeasuredTimes times, ItemTable items, IReadOnlyList<int> order, ulong seed)
    {
        var functions = new Dictionary<string, int>();
        var start = Stretch.IntendedOf(items[order[0]]);
        Arrival[] arrivals = [.. order.Select(index =>
        {
            ref readonly var item = ref items.At(index);
            var function = functions.TryGetValue(item.Function, out var known) ? known : functions[item.Function] = functions.Count;
            return new Arrival(Stretch.IntendedOf(item).Since(start), function, item.Repetition);
        })];
        var rows = new ItemTable();
        Simulation.Run(model with { Functions = functions.Count }, times, arrivals, seed).AddTo(rows, start, level: 0);
        return rows;
    }
}
