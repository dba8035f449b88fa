namespace Headrace.Lab.Costs;

/// <param name="Free">Of a month's quantity, without end and for every account.</param>
/// <param name="Tiers">In rising order; the last is open.</param>
public sealed record Price(Meter Meter, double Free, IReadOnlyList<PriceTier> Tiers)
{
    /// <summary>The lines of a bill for a month's quantity: one for what is free, one for every tier that it reaches.</summary>
    public IEnumerable<BillLine> Lines(double quantity, bool freeTier)
    {
        var name = Meter.Name();
        var free = freeTier ? Math.Min(Free, quantity) : 0;
        if (free > 0)
        {
            yield return new BillLine(name.Service, $"{name.Item}, free", free, name.Unit, 0);
        }

        var from = 0.0;
        foreach (var tier in Tiers)
        {
            // What is free comes off the first tiers.
            var part = Math.Min(quantity, tier.UpTo) - Math.Max(from, free);
            if (part > 0)
            {
                yield return new BillLine(name.Service, from > 0 ? $"{name.Item}, next tier" : name.Item, part, name.Unit, tier.UnitPrice);
            }

            from = tier.UpTo;
        }
    }
}
