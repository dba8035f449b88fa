using Headrace.Lab.Costs;

namespace Headrace.Lab.Tests.Costs;

public sealed class PriceFileTests
{
    private static readonly string Shipped = PriceList.EmbeddedText();

    [Fact]
    public void TheShippedPricesAreDatedAndSourced()
    {
        Assert.Equal("us-east-1, 2025-10-28", PriceList.Default.Name);
        Assert.All(PriceList.Default.Sources, source => Assert.StartsWith("https://aws.amazon.com/", source, StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<Meter>().Order(), PriceList.Default.Prices.Keys.Order());
        Assert.Equal(0.0000166667, PriceList.Default.First(Meter.LambdaComputeX86));
        Assert.True(PriceList.Default.InitBilled);
    }

    [Theory]
    [InlineData("date: 2025-10-28", "date: October", "column 7: date must be a date such as 2025-10-28, not 'October'")]
    [InlineData("region: us-east-1", "zone: us-east-1", "'zone' is none of date, region, sources, init-billed, prices")]
    [InlineData("init-billed: true", "init-billed: perhaps", "init-billed must be true or false, not 'perhaps'")]
    [InlineData("  s3-get:", "  s3-gets:", "no such price: 's3-gets'")]
    [InlineData("{ price: 0.25 }", "{ price: -1 }", "price must be a number from 0, not '-1'")]
    [InlineData("{ price: 0.25 }", "{ up-to: 3, price: 1 }", "the last tier is open: it has no up-to")]
    [InlineData("{ up-to: 512000, price: 0.022 }", "{ up-to: 5, price: 0.022 }", "up-to must rise from tier to tier")]
    [InlineData("{ up-to: 512000, price: 0.022 }", "{ price: 0.022 }", "a tier with others after it needs up-to")]
    [InlineData("    free: 25", "    gratis: 25", "'gratis' is none of free, tiers")]
    [InlineData("tiers: [{ price: 0.0000002 }]", "tiers: []", "tiers must be a list with at least one price")]
    public void WhatIsWrongIsNamedWithItsPlace(string found, string instead, string message)
    {
        Assert.Contains(found, Shipped, StringComparison.Ordinal);
        var text = Shipped.Replace(found, instead, StringComparison.Ordinal);
        var line = Array.FindIndex(text.Split('\n'), candidate => candidate.Contains(instead, StringComparison.Ordinal)) + 1;

        var failure = Assert.Throws<LabException>(() => PriceFile.Parse(text, "mine.yaml"));

        Assert.StartsWith($"mine.yaml, line {line}, column ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingPriceIsNamed()
    {
        var text = Shipped.Replace("  s3-get: # GET or any other request\n    tiers: [{ price: 0.0000004 }]\n", "", StringComparison.Ordinal);

        Assert.EndsWith("the price s3-get is missing", Assert.Throws<LabException>(() => PriceFile.Parse(text, "mine.yaml")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("prices: [")]
    [InlineData("date: 1\ndate: 2")]
    public void WhatIsNoPriceFileIsRefusedWithItsPlace(string text) =>
        Assert.StartsWith("mine.yaml, line ", Assert.Throws<LabException>(() => PriceFile.Parse(text, "mine.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void AFileThatIsNotThereIsSaid() =>
        Assert.Contains("cannot be read", Assert.Throws<LabException>(() => PriceFile.Read("/nowhere/prices.yaml")).Message, StringComparison.Ordinal);
}
