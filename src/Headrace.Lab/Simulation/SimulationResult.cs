using System.Globalization;
using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary>Every arrival's end, and what the model went through.</summary>
public sealed record SimulationResult
{
    public required LambdaModel Model { get; init; }

    public required MeasuredTimes Times { get; init; }

    /// <summary>In the order of arrival.</summary>
    public required IReadOnlyList<SimulatedInvocation> Invocations { get; init; }

    public required long Throttles { get; init; }

    /// <summary>Ever made.</summary>
    public required int Environments { get; init; }

    public required int PeakEnvironments { get; init; }

    public required int PeakConcurrency { get; init; }

    public required IReadOnlyList<ConcurrencyPoint> Timeline { get; init; }

    /// <param name="cost">Null: no price.</param>
    public Prediction ToPrediction(int sites, Calculation? cost)
    {
        var counts = new long[Enum.GetValues<Outcome>().Length];
        var responses = new double[Invocations.Count];
        var count = 0;
        long cold = 0;
        double last = 0, dollars = 0;
        for (var index = 0; index < Invocations.Count; index++)
        {
            var row = Invocations[index];
            counts[(int)row.Outcome]++;
            last = Math.Max(last, row.Visible);
            cold += row.IsCold ? 1 : 0;
            dollars += cost is null || row.Attempts == 0 ? 0 : cost.Invocation(Times.MemorySize / 1024.0, BilledOf(row)) * row.Attempts;
            if (row.Outcome == Outcome.Succeeded)
            {
                responses[count++] = row.Response;
            }
        }

        Array.Resize(ref responses, count);
        Array.Sort(responses);
        var span = Invocations.Count == 0 ? 0 : (last - Invocations[0].Arrived) / 1000;
        var succeeded = counts[(int)Outcome.Succeeded];
        return new Prediction(
            sites, Invocations.Count, succeeded, counts[(int)Outcome.Failed], counts[(int)Outcome.Throttled], counts[(int)Outcome.Dropped], Throttles, cold,
            PeakEnvironments, PeakConcurrency, span, succeeded / span, count > 0 ? responses.Average() : double.NaN,
            Percentile.Of(responses, 50), Percentile.Of(responses, 95), Percentile.Of(responses, 99), count > 0 ? responses[^1] : double.NaN,
            cost is null || Times.MemorySize == 0 ? double.NaN : dollars / Invocations.Count, Timeline);
    }

    /// <summary>The same as a run's items, so that all that reads runs reads this.</summary>
    /// <param name="start">The moment of the simulation's beginning.</param>
    /// <param name="level">Sites at once.</param>
    public void AddTo(ItemTable items, Moment start, int level)
    {
        for (var index = 0; index < Invocations.Count; index++)
        {
            var row = Invocations[index];
            Moment At(double time) => double.IsNaN(time) ? Moment.Unknown : start.Plus(time);
            items.Add(new Item
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{level}-{row.Repetition}-{index}"),
                Level = level,
                Repetition = row.Repetition,
                Site = string.Create(CultureInfo.InvariantCulture, $"site{row.Site + 1}"),
                Function = string.Create(CultureInfo.InvariantCulture, $"function{(row.Site % Model.Functions) + 1}"),
                Intended = At(row.Arrived),
                Sent = At(row.Arrived),
                Uploaded = At(row.Received),
                EventTime = At(row.Received),
                InitStarted = At(row.InitStarted),
                Started = At(row.Started),
                Ended = At(row.Ended),
                Visible = row.Outcome == Outcome.Succeeded ? At(row.Visible) : Moment.Unknown,
                QueueAge = row.Started - row.Received,
                Environment = row.Environment < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"environment{row.Environment + 1}"),
                Cold = row.Attempts > 0 ? row.IsCold : null,
                Init = row.Init,
                Duration = row.Ended - row.Started,
                Billed = BilledOf(row),
                MemorySize = Times.MemorySize,
                Status = row.Outcome switch
                {
                    Outcome.Succeeded => ItemStatus.Succeeded,
                    Outcome.Failed => ItemStatus.Failed,
                    Outcome.Throttled => ItemStatus.Throttled,
                    _ => ItemStatus.Lost,
                },
                Error = row.Outcome switch
                {
                    Outcome.Succeeded => "",
                    Outcome.Failed => "FunctionError",
                    Outcome.Throttled => "TooManyRequestsException",
                    _ => "EventAgeExceeded",
                },
            });
        }
    }

    /// <summary>Milliseconds, as Lambda rounds.</summary>
    private static double BilledOf(in SimulatedInvocation row) => Math.Ceiling(row.Ended - row.Started + (row.IsCold ? row.Init : 0));
}
