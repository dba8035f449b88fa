using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

public sealed class SimulationTests
{
    [Fact]
    public void ABurstOnNothingIsAllCold()
    {
        var result = Run(Samples.Unlimited, sites: 300);

        Assert.All(result.Invocations, row => Assert.Equal((Outcome.Succeeded, true, 1100.0), (row.Outcome, row.IsCold, row.Response)));
        Assert.Equal((300, 300, 300), (result.Environments, result.PeakEnvironments, result.PeakConcurrency));
    }

    [Theory]
    [InlineData(600_000, 10)]
    [InlineData(59_000, 20)]
    public void TheNextBurstIsWarmWhileEnvironmentsAreKept(double keepAlive, int cold)
    {
        var result = Lab.Simulation.Simulation.Run(Samples.Unlimited with { KeepAlive = keepAlive - 1100 }, Samples.Fixed, Arrivals.Burst(10, 2, 60_000, 0, 1), 1);

        Assert.Equal(cold, result.Invocations.Count(row => row.IsCold));
    }

    [Fact]
    public void ACallerBeyondTheScalingRateIsThrottled()
    {
        var result = Run(new LambdaModel { AccountConcurrency = 50_000 }, sites: 30_000);

        Assert.Equal((1000, 29_000), (Count(result, Outcome.Succeeded), Count(result, Outcome.Throttled)));
        Assert.All(result.Invocations.Where(row => row.Outcome == Outcome.Throttled), row => Assert.Equal(0, row.Response));
    }

    [Fact]
    public void EachFunctionHasItsOwnScalingRate() =>
        Assert.Equal(3000, Count(Run(new LambdaModel { AccountConcurrency = 50_000, Functions = 3 }, sites: 30_000), Outcome.Succeeded));

    [Fact]
    public void QueuedEventsBeyondTheScalingRateComeBackAsItIsRefilled()
    {
        // 1,000 at once. 100 more come back after 1 s and again after 2 s more, when 200 may start besides what has become warm.
        var result = Run(new LambdaModel { AccountConcurrency = 50_000, IsAsynchronous = true, BackOffSpread = 0 }, sites: 3000, Samples.Constant(100, 100_000));
        double[] starts = [.. result.Invocations.Select(row => row.Started - 100).Order()];

        Assert.Equal(3000, Count(result, Outcome.Succeeded));
        Assert.Equal([0, 0, 1000, 1000, 3000, 3000, 7000], new[] { 0, 999, 1000, 1099, 1100, 1299, 1300 }.Select(index => starts[index]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void QueuedEventsWaitForConcurrency(bool isReserved)
    {
        var model = new LambdaModel { AccountConcurrency = isReserved ? 1000 : 10, Reserved = isReserved ? 10 : null, IsAsynchronous = true };
        var result = Run(model, sites: 50);

        Assert.Equal((50, 10), (Count(result, Outcome.Succeeded), result.PeakConcurrency));
        Assert.Equal(10, result.Invocations.Count(row => row.IsCold));
    }

    [Fact]
    public void EventsThatGrowTooOldAreDropped()
    {
        var result = Run(new LambdaModel { AccountConcurrency = 10, IsAsynchronous = true, MaximumEventAge = 60_000 }, sites: 50, Samples.Constant(0, 3_600_000));

        Assert.Equal((10, 40), (Count(result, Outcome.Succeeded), Count(result, Outcome.Dropped)));
        Assert.All(result.Invocations.Where(row => row.Outcome == Outcome.Dropped), row => Assert.Equal(60_000, row.Response));
    }

    [Fact]
    public void FunctionErrorsAreTriedAgainAfterOneAndTwoMinutes()
    {
        var always = Samples.Fixed with { FailureShare = 1 };
        var result = Run(Samples.Unlimited with { IsAsynchronous = true }, 1, always);

        Assert.Equal((Outcome.Failed, 3, 60_000 + 120_000 + 1100 + 1000 + 1000), (result.Invocations[0].Outcome, result.Invocations[0].Attempts, result.Invocations[0].Response));
        Assert.Equal((Outcome.Failed, 1), (Run(Samples.Unlimited, 1, always).Invocations[0].Outcome, Run(Samples.Unlimited, 1, always).Invocations[0].Attempts));
    }

    [Fact]
    public void ARetryThatWouldComeTooLateIsNotWaitedFor()
    {
        var result = Run(Samples.Unlimited with { IsAsynchronous = true, MaximumEventAge = 61_000 }, 1, Samples.Fixed with { FailureShare = 1 });

        Assert.Equal((Outcome.Dropped, 1, 1100), (result.Invocations[0].Outcome, result.Invocations[0].Attempts, result.Invocations[0].Response));
    }

    [Fact]
    public void ReservedConcurrencyOfNothingRunsNothing()
    {
        Assert.Equal(5, Count(Run(Samples.Unlimited with { Reserved = 0 }, 5), Outcome.Throttled));
        Assert.Equal(5, Count(Run(Samples.Unlimited with { Reserved = 0, IsAsynchronous = true }, 5), Outcome.Dropped));
    }

    [Fact]
    public void ProvisionedEnvironmentsAreWarmAndItsOwnFunctions()
    {
        // 2 functions with 2 provisioned each take 4 of the account's 6: 2 more may run, whoever asks first.
        var result = Run(new LambdaModel { AccountConcurrency = 6, Functions = 2, Provisioned = 2 }, sites: 10);

        Assert.Equal((6, 2), (Count(result, Outcome.Succeeded), result.Invocations.Count(row => row.IsCold)));
        Assert.Equal([1000, 1000, 1000, 1000, 1100, 1100], result.Invocations.Where(row => row.Outcome == Outcome.Succeeded).Select(row => row.Response).Order());
    }

    [Fact]
    public void AnEnvironmentOfManyTakesWhatComesWhileItStarts()
    {
        var result = Run(Samples.Unlimited with { PerEnvironment = 8, Slowdown = 0.1 }, sites: 20);

        Assert.Equal(3, result.Environments);
        Assert.Equal(3, result.Invocations.Count(row => row.IsCold));
        Assert.Equal(1100 + 700, result.Invocations.Max(row => row.Response), 6);
    }

    [Fact]
    public void LifoReuseLeavesTheOldestToBeGivenBack()
    {
        // Two at first, then one by one: the second environment is never used again.
        Arrival[] arrivals = [new(0, 0, 1), new(0, 1, 1), .. Enumerable.Range(1, 20).Select(index => new Arrival(index * 2000.0, 0, 1))];
        var result = Lab.Simulation.Simulation.Run(Samples.Unlimited with { KeepAlive = 10_000 }, Samples.Fixed, arrivals, 1);

        Assert.Equal(2, result.Environments);
        Assert.Single(result.Invocations.Skip(2).Select(row => row.Environment).Distinct());
        Assert.Equal(1, result.Timeline[^1].Environments);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 2)]
    public void ABusyMachineStartsNoMoreEnvironmentsThanItHasProcessors(double otherLoad, int environments)
    {
        var host = new HostModel { Cores = 2, CoresPerInvocation = 0.001, OtherLoad = otherLoad };
        var result = Run(Samples.Unlimited with { Host = host, IsAsynchronous = true, Reserved = 10 }, sites: 100);

        Assert.Equal((100, environments), (Count(result, Outcome.Succeeded), result.PeakEnvironments));
    }

    [Theory]
    [InlineData("account's concurrency")]
    [InlineData("2 functions with 600 each")]
    [InlineData("provisioned concurrency 5 is more than the reserved 3")]
    [InlineData("scaling rate")]
    public void SettingsThatMakeNoSenseAreNamed(string what)
    {
        LambdaModel model = what[0] switch
        {
            'a' => new() { AccountConcurrency = 0 },
            '2' => new() { Functions = 2, Reserved = 600 },
            'p' => new() { Provisioned = 5, Reserved = 3 },
            _ => new() { ScalingPerSecond = 0 },
        };

        Assert.Contains(what, Assert.Throws<LabException>(() => Run(model, 1)).Message, StringComparison.Ordinal);
    }

    private static SimulationResult Run(LambdaModel model, int sites, MeasuredTimes? times = null) =>
        Lab.Simulation.Simulation.Run(model, times ?? Samples.Fixed, Arrivals.Burst(sites, 1, 0, 0, 1), 1);

    private static int Count(SimulationResult result, Outcome outcome) => result.Invocations.Count(row => row.Outcome == outcome);
}
