using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

/// <summary>The simulation against formulas of queueing theory, where there are some.</summary>
public sealed class QueueingTheoryTests
{
    private const int Count = 200_000;
    private const double MeanRun = 100;

    /// <summary>M/M/k: Poisson arrivals, exponential runs, k at once, the others wait in line (Erlang C).</summary>
    [Theory]
    [InlineData(1, 0.7)]
    [InlineData(4, 0.8)]
    [InlineData(20, 0.9)]
    public void TheWaitForReservedConcurrencyIsErlangCs(int servers, double load)
    {
        var rate = servers * load / MeanRun * 1000;
        var result = Lab.Simulation.Simulation.Run(Waiting(servers), Samples.Exponential(MeanRun), Arrivals.Poisson(rate, Count, 1, 7), 8);

        double[] waits = [.. result.Invocations.Skip(Count / 10).Select(row => row.Started - row.Arrived)];
        var expected = ErlangC(servers, load * servers) * MeanRun / (servers * (1 - load));

        var (mean, error) = BatchMeans(waits);
        Assert.InRange(expected, mean - error, mean + error);
        Assert.Equal(servers, result.PeakConcurrency);
    }

    /// <summary>L = λW, over the whole run: what the timeline sees on average is what rates and responses say.</summary>
    [Fact]
    public void LittlesLawHolds()
    {
        var result = Lab.Simulation.Simulation.Run(Waiting(4), Samples.Exponential(MeanRun), Arrivals.Poisson(32, Count, 1, 3), 4);

        var span = result.Invocations.Max(row => row.Ended);
        var inside = result.Timeline.Average(point => point.Running + point.Waiting);
        var expected = Count / span * result.Invocations.Average(row => row.Ended - row.Received);
        Assert.InRange(inside, expected * 0.85, expected * 1.15);
    }

    /// <summary>M/G/k/k: without a line the share of throttles is Erlang's B, whatever the distribution.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheShareOfThrottlesIsErlangB(bool isExponential)
    {
        const int Limit = 10;
        var model = Samples.Unlimited with { Reserved = Limit, KeepAlive = double.MaxValue };
        var times = isExponential ? Samples.Exponential(MeanRun) : Samples.Constant(0, MeanRun);
        var result = Lab.Simulation.Simulation.Run(model, times, Arrivals.Poisson(80, Count, 1, 11), 12);

        Assert.Equal(ErlangB(Limit, 8), result.Throttles / (double)Count, 2);
    }

    /// <summary>M/G/1 with processor sharing: the mean response is S / (1 − ρ), whatever the distribution.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneCoreThatAllShareIsProcessorSharing(bool isExponential)
    {
        var model = Samples.Unlimited with { Host = new HostModel { Cores = 1, StartsByLoad = false }, KeepAlive = double.MaxValue };
        var times = isExponential ? Samples.Exponential(MeanRun) : Samples.Constant(0, MeanRun);
        var result = Lab.Simulation.Simulation.Run(model, times, Arrivals.Poisson(7, Count, 1, 5), 6);

        var (mean, error) = BatchMeans([.. result.Invocations.Skip(Count / 10).Select(row => row.Ended - row.Arrived)]);
        Assert.InRange(MeanRun / (1 - 0.7), mean - error, mean + error);
    }

    /// <summary>M/M/c with processor sharing: as many are there on average as where they wait in line (Erlang C), for both are the same birth-death process.</summary>
    [Theory]
    [InlineData(2, 0.7)]
    [InlineData(4, 0.8)]
    public void SeveralCoresThatAllShareAreErlangC(int cores, double load)
    {
        var model = Samples.Unlimited with { Host = new HostModel { Cores = cores, StartsByLoad = false }, KeepAlive = double.MaxValue };
        var result = Lab.Simulation.Simulation.Run(model, Samples.Exponential(MeanRun), Arrivals.Poisson(cores * load / MeanRun * 1000, Count, 1, 15), 16);

        var (mean, error) = BatchMeans([.. result.Invocations.Skip(Count / 10).Select(row => row.Ended - row.Arrived)]);
        Assert.InRange(MeanRun + (ErlangC(cores, load * cores) * MeanRun / (cores * (1 - load))), mean - error, mean + error);
    }

    /// <summary>
    /// A wait that is everybody's own, then a shared processor of which others take a part: w + S / (c − ρ) on the c that they leave, whatever the distribution (BCMP),
    /// even one in which a tenth of the runs is most of the work.
    /// </summary>
    [Theory]
    [InlineData("constant")]
    [InlineData("exponential")]
    [InlineData("few long, many short")]
    public void WhatWaitsIsNotSlowedAndWhatComputesIs(string distribution)
    {
        const double Width = 0.4, OtherLoad = 0.25, Rate = 10;
        var times = distribution switch
        {
            "constant" => Samples.Constant(0, MeanRun),
            "exponential" => Samples.Exponential(MeanRun),
            _ => Samples.OneInTenLong(MeanRun),
        };
        var model = Samples.Unlimited with { Host = new HostModel { Cores = 1, StartsByLoad = false, OtherLoad = OtherLoad }, KeepAlive = double.MaxValue };
        var result = Lab.Simulation.Simulation.Run(model, times with { Processors = new ProcessorUse(Width, Width) }, Arrivals.Poisson(Rate, Count, 1, 25), 26);

        var (mean, error) = BatchMeans([.. result.Invocations.Skip(Count / 10).Select(row => row.Ended - row.Arrived)]);
        var work = Width * MeanRun;
        var expected = MeanRun - work + (work / (1 - OtherLoad - (Rate * work / 1000)));
        Assert.InRange(expected, mean - error, mean + error);
    }

    /// <summary>What runs on two cores at once takes the part of two.</summary>
    [Fact]
    public void AWideRunTakesItsPartForEachOfItsThreads()
    {
        var model = Samples.Unlimited with { Host = new HostModel { Cores = 2, StartsByLoad = false } };
        var result = Lab.Simulation.Simulation.Run(model, Samples.Constant(0, 100) with { Processors = new ProcessorUse(2, 2) }, Arrivals.Burst(30, 1, 0, 0, 1), 1);

        Assert.All(result.Invocations, row => Assert.Equal(30 * 100, row.Response, 6));
    }

    /// <summary>N equal pieces of work at one instant on C cores end together, after N/C times their length.</summary>
    [Fact]
    public void ABurstOnTwoCoresEndsTogether()
    {
        var model = Samples.Unlimited with { Host = new HostModel { Cores = 2, StartsByLoad = false } };
        var result = Lab.Simulation.Simulation.Run(model, Samples.Constant(50, 100), Arrivals.Burst(30, 1, 0, 0, 1), 1);

        Assert.All(result.Invocations, row => Assert.Equal(30 * 150 / 2.0, row.Response, 6));
    }

    /// <summary>A line in which everybody waits his turn: the engine's queue before a function with reserved concurrency.</summary>
    private static LambdaModel Waiting(int servers) => Samples.Unlimited with
    {
        IsAsynchronous = true,
        Reserved = servers,
        KeepAlive = double.MaxValue,
        MaximumEventAge = double.MaxValue,
        Host = new HostModel { Cores = int.MaxValue, StartsByLoad = false },
    };

    private static double ErlangB(int servers, double offered)
    {
        var blocked = 1.0;
        for (var server = 1; server <= servers; server++)
        {
            blocked = offered * blocked / (server + (offered * blocked));
        }

        return blocked;
    }

    private static double ErlangC(int servers, double offered)
    {
        var blocked = ErlangB(servers, offered);
        return blocked / (1 - (offered / servers * (1 - blocked)));
    }

    /// <summary>The mean, and four standard errors of it: items next to each other are alike, batches of many are not.</summary>
    private static (double Mean, double Error) BatchMeans(double[] values)
    {
        const int Batches = 40;
        double[] means = [.. values.Chunk(values.Length / Batches).Take(Batches).Select(batch => batch.Average())];
        var mean = means.Average();
        return (mean, 4 * Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / (Batches - 1) / Batches));
    }
}
