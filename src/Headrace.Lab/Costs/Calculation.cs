using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Costs;

/// <summary>Usage times prices.</summary>
/// <param name="Prices">The list that counts.</param>
/// <param name="Settings">The function.</param>
public sealed record Calculation(PriceList Prices, LambdaSettings Settings)
{
    /// <summary>US dollars of the compute time alone: memory × duration × price, as the original 300-site experiment counted.</summary>
    /// <param name="memory">GB.</param>
    /// <param name="billed">Milliseconds.</param>
    public double Compute(double memory, double billed) => memory * billed / 1000 * Prices.First(Settings.ComputeMeter);

    /// <summary>US dollars of one invocation: compute, request, /tmp beyond what is in the price.</summary>
    /// <param name="memory">GB.</param>
    /// <param name="billed">Milliseconds.</param>
    public double Invocation(double memory, double billed) =>
        Compute(memory, billed) + Prices.First(Meter.LambdaRequests) + (Settings.PaidStorage * billed / 1000 * Prices.First(Meter.LambdaStorage));

    /// <param name="fleet">Null: no month's bill.</param>
    /// <returns>Null: no item says what was billed with how much memory.</returns>
    public CostSummary? Of(ItemTable items, Fleet? fleet)
    {
        var usage = LambdaUsage.Of(items, Settings, Prices.InitBilled);
        return usage.Requests == 0 ? null : Of(usage, fleet);
    }

    public CostSummary Of(LambdaUsage usage, Fleet? fleet)
    {
        var remarks = new List<string>();
        if (usage.Unpriced > 0)
        {
            remarks.Add(Sentence($"{usage.Unpriced:N0} items do not say what was billed or with how much memory: they are not priced."));
        }

        // A run is no month: what is free each month would hide what it costs.
        var run = new Bill("this run", usage.Requests, [.. LambdaLines(usage.Requests, usage.ComputeSeconds, usage.BilledSeconds, provisioned: 0, usage.MeanMemory, freeTier: false)]);
        return new CostSummary(Prices.Name, Prices.Sources, run, fleet is null ? null : Month(usage, fleet, remarks), remarks);
    }

    private Bill Month(LambdaUsage usage, Fleet fleet, List<string> remarks)
    {
        if (Settings.Provisioned > 0)
        {
            remarks.Add("All of the month's invocations are taken to run on provisioned environments.");
        }

        var items = fleet.ItemsInMonth;
        var scale = items / usage.Requests;
        var lines = LambdaLines(items, usage.ComputeSeconds * scale, usage.BilledSeconds * scale, Settings.Provisioned, usage.MeanMemory, Settings.FreeTier);
        var others = fleet.Usage().Where(part => part.Quantity > 0).SelectMany(part => Prices.Prices[part.Meter].Lines(part.Quantity, Settings.FreeTier));
        return new Bill(Sentence($"a month ({Fleet.HoursInMonth} h) of {fleet.Sites:N0} sites, one item each every {Words(fleet.Every)}"), items, [.. lines, .. others]);
    }

    private IEnumerable<BillLine> LambdaLines(double requests, double compute, double billed, double provisioned, double memory, bool freeTier)
    {
        var lines = Prices.Prices[Meter.LambdaRequests].Lines(requests, freeTier)
            .Concat(provisioned > 0
                ? Prices.Prices[Settings.ProvisionedMeter].Lines(provisioned * memory * Fleet.HoursInMonth * 3600, freeTier)
                    .Concat(Prices.Prices[Settings.ProvisionedComputeMeter].Lines(compute, freeTier))
                : Prices.Prices[Settings.ComputeMeter].Lines(compute, freeTier));
        return Settings.PaidStorage > 0 ? lines.Concat(Prices.Prices[Meter.LambdaStorage].Lines(Settings.PaidStorage * billed, freeTier)) : lines;
    }

    private static string Words(TimeSpan span) =>
        span.TotalHours >= 1 ? Sentence($"{span.TotalHours:0.##} h") : span.TotalMinutes >= 1 ? Sentence($"{span.TotalMinutes:0.##} min") : Sentence($"{span.TotalSeconds:0.##} s");

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
