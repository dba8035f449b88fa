namespace Headrace.Events;

/// <summary>
/// What at-least-once delivery may do and here seldom does: on request events come twice, late and out of order, so that functions can be
/// tested against it. All off by default.
/// </summary>
/// <param name="DuplicatePercent">0 to 100: events that are queued twice, with one request id.</param>
/// <param name="MeanDelay">Every event is held back by an exponentially distributed time of this mean (at most ten times it).</param>
/// <param name="ReorderPercent">0 to 100: events that are held back by <paramref name="ReorderDelay"/>, so that later ones overtake them.</param>
/// <param name="Seed">Makes the choices repeatable.</param>
public sealed record DeliveryFaults(
    double DuplicatePercent = 0, TimeSpan MeanDelay = default, double ReorderPercent = 0, TimeSpan ReorderDelay = default, int? Seed = null)
{
    public static readonly DeliveryFaults None = new();

    private readonly Random _random = Seed is { } seed ? new Random(seed) : new Random();

    /// <summary>Asked on the ledger's writer thread only.</summary>
    internal bool IsDuplicated() => Happens(DuplicatePercent);

    /// <summary>Asked on the ledger's writer thread only.</summary>
    internal TimeSpan Delay()
    {
        var delay = MeanDelay == default ? TimeSpan.Zero : MeanDelay * Math.Min(-Math.Log(1 - _random.NextDouble()), 10);
        return Happens(ReorderPercent) ? delay + ReorderDelay : delay;
    }

    private bool Happens(double percent) => percent > 0 && _random.NextDouble() * 100 < percent;
}
