using Headrace.Lab.Costs;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Costs;

public sealed class CalculationTests
{
    private static readonly Calculation X86 = new(PriceList.Default, new LambdaSettings());

    [Theory]
    [InlineData(19_952.70, 0.002062)]
    [InlineData(19_659.46, 0.002031)]
    [InlineData(20_575.39, 0.002126)]
    public void TheOriginalExperimentsFormulaComesOut(double meanBilled, double cost) =>
        Assert.Equal(cost, Math.Round(X86.Compute(6.2, meanBilled), 6));

    [Fact]
    public void AnInvocationIsComputeAndRequest() => Assert.Equal(0.002057, Math.Round(X86.Invocation(6.2, 19_908), 6));

    [Fact]
    public void ArmAndStorageHaveTheirOwnPrices()
    {
        var arm = new Calculation(PriceList.Default, new LambdaSettings { Architecture = Architecture.Arm, EphemeralStorage = 1536 });

        Assert.Equal((2 * 0.0000133334) + 0.0000002 + 0.0000000309, arm.Invocation(2, 1000), 15);
    }

    [Fact]
    public void ARunIsPricedLineByLine()
    {
        var items = ItemTable.Of(
        [
            new Item { Id = "warm-up", Repetition = 0, Billed = 1000, MemorySize = 1024 },
            new Item { Id = "said", Billed = 1500, MemorySize = 2048, Size = 3 << 20 },
            new Item { Id = "from durations", Init = 200.2, Duration = 299.1, MemorySize = 2048, Size = 1 << 20 },
            new Item { Id = "throttled", Status = ItemStatus.Throttled, MemorySize = 2048 },
        ]);

        var cost = X86.Of(items, null)!;

        Assert.Equal([("requests", 2.0), ("compute, x86", 4.0)], cost.Run.Lines.Select(line => (line.Item, line.Quantity)));
        Assert.Equal((2 * 0.0000002) + (4 * 0.0000166667), cost.Run.Total, 12);
        Assert.Equal(cost.Run.Total / 2, cost.Run.PerItem, 12);
        Assert.Null(cost.Month);
        Assert.Contains("1 items do not say", Assert.Single(cost.Remarks), StringComparison.Ordinal);
        Assert.Equal(2 << 20, LambdaUsage.Of(items, X86.Settings, initBilled: true).MeanSize);
    }

    [Fact]
    public void ARunThatSaysNothingOfBillingHasNoCost() => Assert.Null(X86.Of(ItemTable.Of([new Item { Id = "1", Billed = 3 }]), null));

    [Fact]
    public void AMonthOfAFleetHasEveryService()
    {
        var usage = new LambdaUsage(10, 10 * 6.2 * 20, 10 * 20, 0, 6.2, 1 << 20);
        var fleet = new Fleet { Sites = 300, Every = TimeSpan.FromMinutes(30), Stored = 1 << 20, Kept = Fleet.HoursInMonth / 24, WriteUnits = 1, ReadUnits = 2, Api = ApiKind.Http, Log = 1024 };

        var month = X86.Of(usage, fleet).Month!;

        const double Items = 300 * 2 * 730;
        Assert.Equal(Items, month.Items);
        (string, double)[] expected =
        [
            ("requests", Items), ("compute, x86", Items * 6.2 * 20), ("PUT, LIST", Items * 2), ("GET", Items), ("storage, Standard", Items / 1024),
            ("writes on demand", Items), ("reads on demand", Items * 2), ("HTTP API", Items), ("ingestion", Items / 1024 / 1024),
        ];
        Assert.Equal(expected.Length, month.Lines.Count);
        Assert.All(expected.Zip(month.Lines), pair =>
        {
            Assert.Equal(pair.First.Item1, pair.Second.Item);
            Assert.Equal(pair.First.Item2, pair.Second.Quantity, 6);
        });
        Assert.Equal((Items * 6.2 * 20 * 0.0000166667) + (Items * 0.0000002), month.Lines.Where(line => line.Service == "Lambda").Sum(line => line.Amount), 6);
    }

    [Fact]
    public void TheFreeTierComesOffTheMonthAndNeverTheRun()
    {
        var calculation = new Calculation(PriceList.Default, new LambdaSettings { FreeTier = true });
        var usage = new LambdaUsage(1000, 1000, 1000, 0, 1, double.NaN);

        var cost = calculation.Of(usage, new Fleet { Sites = 500_000, Every = TimeSpan.FromHours(Fleet.HoursInMonth), Puts = 0, Gets = 0, Log = 0 });

        Assert.Equal([("requests, free", 500_000.0, 0.0), ("compute, x86, free", 400_000, 0), ("compute, x86", 100_000, 0.0000166667)], cost.Month!.Lines.Select(line => (line.Item, line.Quantity, line.UnitPrice)));
        Assert.Equal(["requests", "compute, x86"], cost.Run.Lines.Select(line => line.Item));
    }

    [Fact]
    public void ProvisionedConcurrencyIsPaidAllMonthAndChangesThePriceOfCompute()
    {
        var calculation = new Calculation(PriceList.Default, new LambdaSettings { Provisioned = 10 });

        var cost = calculation.Of(new LambdaUsage(1, 0.5, 1, 0, 0.5, double.NaN), new Fleet { Sites = 1, Every = TimeSpan.FromHours(Fleet.HoursInMonth), Puts = 0, Gets = 0, Log = 0 });

        Assert.Equal(
            [("requests", 1.0, 0.0000002), ("provisioned concurrency, x86", 10 * 0.5 * 730 * 3600, 0.0000041667), ("compute on provisioned, x86", 0.5, 0.0000097222)],
            cost.Month!.Lines.Select(line => (line.Item, line.Quantity, line.UnitPrice)));
    }
}
