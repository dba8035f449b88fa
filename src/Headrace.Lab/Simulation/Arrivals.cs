using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary>When items come, in order of time.</summary>
public static class Arrivals
{
    /// <summary>All sites at one instant, again and again: cameras that follow a cron.</summary>
    /// <param name="every">Milliseconds between two repetitions.</param>
    /// <param name="jitter">Milliseconds that each site's clock may be late, evenly spread.</param>
    public static Arrival[] Burst(int sites, int repetitions, double every, double jitter, ulong seed)
    {
        var random = new RandomStream(seed);
        var arrivals = new Arrival[checked(sites * repetitions)];
        for (var index = 0; index < arrivals.Length; index++)
        {
            arrivals[index] = new Arrival((index / sites * every) + (jitter > 0 ? random.NextDouble() * jitter : 0), index % sites, (index / sites) + 1);
        }

        Sort(arrivals);
        return arrivals;
    }

    /// <summary>Independent items, sites in turn.</summary>
    /// <param name="rate">Per second.</param>
    public static Arrival[] Poisson(double rate, int count, int sites, ulong seed)
    {
        var random = new RandomStream(seed);
        var arrivals = new Arrival[count];
        var time = 0.0;
        for (var index = 0; index < count; index++)
        {
            time -= Math.Log(1 - random.NextDouble()) * 1000 / rate;
            arrivals[index] = new Arrival(time, index % sites, 1);
        }

        return arrivals;
    }

    // Stable: items of one instant stay in their order.
    private static void Sort(Arrival[] arrivals)
    {
        var keys = new (double Time, int Index)[arrivals.Length];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = (arrivals[index].Time, index);
        }

        Array.Sort(keys, arrivals);
    }
}
