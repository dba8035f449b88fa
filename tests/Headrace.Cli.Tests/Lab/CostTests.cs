using System.Text.Json;

namespace Headrace.Cli.Tests.Lab;

public sealed class CostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheOriginalExperimentsItemCostsWhatItsAuthorsSaid()
    {
        var outcome = await HeadraceProcess.RunAsync("lab", "cost", "--billed", "19908", "--memory", "6.2GB", "--sites", "300", "--every", "30m", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var cost = JsonDocument.Parse(outcome.Output);
        Assert.Equal(0.002057, Math.Round(cost.RootElement.GetProperty("run").GetProperty("total").GetDouble(), 6));
        Assert.Equal(438_000, cost.RootElement.GetProperty("month").GetProperty("items").GetDouble());
    }

    [Fact]
    public async Task TheShippedPricesAreAFileThatItTakes()
    {
        await File.WriteAllTextAsync(_folder["prices.yaml"], (await HeadraceProcess.RunAsync("lab", "cost", "--print-prices")).Output.Replace("2025-10-28", "2026-01-01", StringComparison.Ordinal));

        var outcome = await HeadraceProcess.RunAsync("lab", "cost", "--billed", "1000", "--memory", "1GB", "--prices", _folder["prices.yaml"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Prices: us-east-1, 2026-01-01", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Name a RUN, or say --billed MS and --memory; one of the two.")]
    [InlineData(2, "--billed needs --memory.", "--billed", "3")]
    [InlineData(2, "--memory must be an amount of memory such as 512, 512MB or 6.2GB, not 'much'.", "--billed", "3", "--memory", "much")]
    [InlineData(1, "there is no folder gone.", "gone")]
    public async Task WhatIsWrongIsOneSentence(int code, string message, params string[] arguments) =>
        Assert.Equal(new Outcome(code, "", $"headrace: {message}\n"), await HeadraceProcess.RunAsync(["lab", "cost", .. arguments]));

    public void Dispose() => _folder.Dispose();
}
