using System.Globalization;

namespace Headrace.Events;

/// <summary>
/// What at-least-once delivery may do and here seldom does: on request events come twice, late and out of order, so that functions can be
/// tested against it. All off by default.
/// </summary>
/// <param name="DuplicatePercent">0 to 100: events that are queued twice, with one request id.</param>
/// <param name="MeanDelay">Every event is held back by an exponentially distributed time of this mean (at most ten times it).</param>
/// <param name="ReorderPercent">0 to 100: events that are held back by five seconds more, so that later ones overtake them.</param>
/// <param name="Seed">Makes the choices repeatable.</param>
public sealed record DeliveryFaults(
    double DuplicatePercent = 0, TimeSpan MeanDelay = default, double ReorderPercent = 0, int? Seed = null)
{
    public static readonly DeliveryFaults None = new();

    private static readonly TimeSpan ReorderDelay = TimeSpan.FromSeconds(5);

    /// <summary>Reads <c>duplicate=5,delay=1.5,reorder=10,seed=7</c>: percent, seconds, percent, any number; each at most once. Null when it is not that.</summary>
    public static DeliveryFaults? Parse(string text)
    {
        var faults = None;
        var named = new HashSet<string>();
        foreach (var part in text.Split(','))
        {
            if (part.Split('=') is not [var name, var amount] || !named.Add(name) ||
                !double.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            var changed = (name, value) switch
            {
                ("duplicate", <= 100) => faults with { DuplicatePercent = value },
                ("delay", <= 900) => faults with { MeanDelay = TimeSpan.FromSeconds(value) },
                ("reorder", <= 100) => faults with { ReorderPercent = value },
                ("seed", <= int.MaxValue) => faults with { Seed = (int)value },
                _ => null,
            };
            if (changed is null)
            {
                return null;
            }

            faults = changed;
        }

        return faults;
    }

    internal bool IsDuplicated(Random random) => Happens(DuplicatePercent, random);

    internal TimeSpan Delay(Random random)
    {
        var delay = MeanDelay == default ? TimeSpan.Zero : MeanDelay * Math.Min(-Math.Log(1 - random.NextDouble()), 10);
        return Happens(ReorderPercent, random) ? delay + ReorderDelay : delay;
    }

    private static bool Happens(double percent, Random random) => percent > 0 && random.NextDouble() * 100 < percent;
}
