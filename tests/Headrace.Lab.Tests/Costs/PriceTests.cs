using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Costs;

namespace Headrace.Lab.Tests.Costs;

public sealed class PriceTests
{
    [Fact]
    public void EveryTierThatIsReachedIsALine()
    {
        var lines = PriceList.Default.Prices[Meter.LambdaComputeX86].Lines(16e9, freeTier: false).ToList();

        Assert.Equal([(6e9, 0.0000166667), (9e9, 0.0000150000), (1e9, 0.0000133334)], lines.Select(line => (line.Quantity, line.UnitPrice)));
        Assert.Equal((6e9 * 0.0000166667) + (9e9 * 0.000015) + (1e9 * 0.0000133334), lines.Sum(line => line.Amount), 3);
    }

    [Fact]
    public void NothingIsNoLine() => Assert.Empty(PriceList.Default.Prices[Meter.S3Get].Lines(0, freeTier: true));

    [Fact]
    public void QuantitiesAreNeitherLostNorInvented() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<bool>(), (quantity, free) => PriceList.Default.Prices.Values.All(price =>
        {
            var scaled = quantity.Get * 1e5;
            return Math.Abs(price.Lines(scaled, free).Sum(line => line.Quantity) - scaled) < 1e-6 * scaled;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void MoreNeverCostsLess() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (some, more) => PriceList.Default.Prices.Values.All(price =>
            price.Lines((some.Get + more.Get) * 1e4, true).Sum(line => line.Amount) >= price.Lines(some.Get * 1e4, true).Sum(line => line.Amount))).QuickCheckThrowOnFailure();
}
