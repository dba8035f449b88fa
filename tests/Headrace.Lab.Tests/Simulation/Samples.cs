using Headrace.Lab.Simulation;

namespace Headrace.Lab.Tests.Simulation;

/// <summary>Times and models whose figures can be worked out by hand or by formula.</summary>
internal static class Samples
{
    /// <summary>No limit but those that a test sets.</summary>
    public static readonly LambdaModel Unlimited = new() { AccountConcurrency = int.MaxValue, ScalingBurst = double.PositiveInfinity };

    /// <summary>Every start takes 100 ms, every run 1,000 ms.</summary>
    public static readonly MeasuredTimes Fixed = Constant(100, 1000);

    public static MeasuredTimes Constant(double startup, double run) => new() { Cold = [new ColdTimes(startup, run)], Warm = [run] };

    /// <summary>Nothing to start, runs exponential with this mean.</summary>
    public static MeasuredTimes Exponential(double mean)
    {
        const int Points = 100_000;
        double[] runs = [.. Enumerable.Range(0, Points).Select(index => -mean * Math.Log(1 - ((index + 0.5) / Points)))];
        return new MeasuredTimes { Cold = [.. runs.Select(run => new ColdTimes(0, run))], Warm = runs };
    }

    /// <summary>Nothing to start; a tenth of the runs takes nine tenths of the time.</summary>
    public static MeasuredTimes OneInTenLong(double mean)
    {
        double[] runs = [9 * mean, .. Enumerable.Repeat(mean / 9, 9)];
        return new MeasuredTimes { Cold = [.. runs.Select(run => new ColdTimes(0, run))], Warm = runs };
    }
}
