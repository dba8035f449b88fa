using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Simulation;
using Outcome = Headrace.Lab.Simulation.Outcome;

namespace Headrace.Lab.Tests.Simulation;

/// <summary>What must hold of every model, drawn by chance.</summary>
public sealed class SimulationPropertyTests
{
    private static readonly Arbitrary<Case> Cases = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 400)
        from rate in Gen.Elements(0.5, 20, 500, 5000)
        from isBurst in ArbMap.Default.GeneratorFor<bool>()
        from functions in Gen.Choose(1, 5)
        from limit in Gen.Choose(0, 60)
        from reserved in Gen.Elements<int?>(null, 1, 3)
        from provisioned in Gen.Choose(0, 1)
        from perEnvironment in Gen.Elements(1, 1, 3)
        from burst in Gen.Elements(2, 50, double.PositiveInfinity)
        from asynchronous in ArbMap.Default.GeneratorFor<bool>()
        from failures in Gen.Elements(0, 0.3)
        from age in Gen.Elements(2_000.0, 100_000, 21_600_000)
        from keepAlive in Gen.Elements(0.0, 2_000, 600_000)
        from host in Gen.Elements<HostModel?>(null, new HostModel { Cores = 2, MostStarting = 3, MostEnvironments = 8 }, new HostModel { Cores = 4, StartsByLoad = false })
        select new Case(
            new LambdaModel
            {
                AccountConcurrency = (functions * 3) + limit,
                Functions = functions,
                Reserved = reserved,
                Provisioned = provisioned,
                PerEnvironment = perEnvironment,
                Slowdown = 0.2,
                ScalingBurst = burst,
                ScalingPerSecond = 5,
                IsAsynchronous = asynchronous,
                MaximumEventAge = age,
                KeepAlive = keepAlive,
                Host = host,
            },
            new MeasuredTimes { Before = [1, 5, 30], Cold = [new(50, 200), new(300, 900)], Warm = [20, 90, 1500], After = [0, 4], FailureShare = failures },
            isBurst ? Arrivals.Burst(count, 1, 0, 100, (ulong)seed) : Arrivals.Poisson(rate, count, functions * 2, (ulong)seed),
            (ulong)seed));

    [Fact]
    public void EveryArrivalEndsOnce() => Check(test =>
    {
        var prediction = test.Run().ToPrediction(1, null);
        return prediction.Arrivals == test.Arrivals.Length && prediction.Succeeded + prediction.Failed + prediction.Throttled + prediction.Dropped == prediction.Arrivals &&
            (test.Model.IsAsynchronous ? prediction.Throttled == 0 : prediction.Dropped == 0);
    });

    [Fact]
    public void MomentsFollowEachOther() => Check(test => test.Run().Invocations.All(row =>
        row.Arrived <= row.Received && !(row.Started < row.Received) && !(row.Ended < row.Started) && !(row.Ended > row.Visible) && !(row.InitStarted > row.Started) &&
        (row.Attempts == 0) == double.IsNaN(row.Started) && (row.Outcome != Outcome.Succeeded || row.Attempts > 0)));

    [Fact]
    public void LimitsHold() => Check(test =>
    {
        var result = test.Run();
        var most = test.Model.Reserved is { } reserved ? reserved * test.Model.Functions : test.Model.AccountConcurrency;
        return result.PeakConcurrency <= most && (test.Model.Host is null || result.PeakEnvironments <= Math.Max(test.Model.Host.MostEnvironments, test.Model.Provisioned * test.Model.Functions)) &&
            Most(result.Invocations.Where(row => row.Attempts == 1)) <= most;
    });

    [Fact]
    public void AnEnvironmentRunsNoMoreThanItMay() => Check(test => test.Run().Invocations
        .Where(row => row.Attempts == 1).GroupBy(row => row.Environment).All(group => Most(group) <= test.Model.PerEnvironment));

    [Fact]
    public void TheScalingRateHolds() => Check(test =>
    {
        var starts = test.Run().Invocations.Where(row => row.IsCold && row.Attempts == 1).ToLookup(row => row.Site % test.Model.Functions, row => row.InitStarted);
        return test.Model.Host is not null || double.IsInfinity(test.Model.ScalingBurst) || starts.All(function =>
        {
            double[] sorted = [.. function.Order()];
            return sorted.Index().All(start => sorted.Skip(start.Index).Index().All(later =>
                later.Index + 1 <= test.Model.ScalingBurst + ((later.Item - start.Item) / 1000 * test.Model.ScalingPerSecond) + 1e-6));
        });
    });

    [Fact]
    public void WhoWaitsInLineIsServedInOrder() => Check(test =>
    {
        var model = test.Model with { IsAsynchronous = true, MaximumEventAge = 21_600_000, Host = test.Model.Host ?? new HostModel { Cores = 2 } };
        return Lab.Simulation.Simulation.Run(model, test.Times with { FailureShare = 0 }, test.Arrivals, test.Seed).Invocations
            .GroupBy(row => row.Site % model.Functions)
            .All(function => function.OrderBy(row => row.Received).ThenBy(row => row.Started).Select(row => row.Started).ToArray() is var starts && starts.SequenceEqual(starts.Order()));
    });

    [Fact]
    public void TheSameSeedGivesTheSame() => Check(test => test.Run().Invocations.SequenceEqual(test.Run().Invocations));

    private static void Check(Func<Case, bool> holds) => Prop.ForAll(Cases, holds).QuickCheckThrowOnFailure();

    /// <summary>Most of them that ran at one moment; one that ends as another begins is over.</summary>
    private static int Most(IEnumerable<SimulatedInvocation> rows)
    {
        int now = 0, most = 0;
        foreach (var (_, change) in rows.SelectMany(row => new[] { (row.Started, 1), (row.Ended, -1) }).Where(change => !double.IsNaN(change.Item1)).OrderBy(change => change.Item1).ThenBy(change => change.Item2))
        {
            most = Math.Max(most, now += change);
        }

        return most;
    }

    public sealed record Case(LambdaModel Model, MeasuredTimes Times, Arrival[] Arrivals, ulong Seed)
    {
        public SimulationResult Run() => Lab.Simulation.Simulation.Run(Model, Times, Arrivals, Seed);

        public override string ToString() => string.Join("; ", Model.Describe()) + $"; {Arrivals.Length} arrivals, seed {Seed}";
    }
}
