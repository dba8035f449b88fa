using System.CommandLine;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Costs;
using Headrace.Lab.Records;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab cost</c>: what a run would have cost on AWS, and what a fleet like it costs a month.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN") { Description = "A run folder; or say --billed", Arity = ArgumentArity.ZeroOrOne };
        var billed = new Option<double?>("--billed") { Description = "Instead of a run: milliseconds billed for one item", HelpName = "MS" };
        var memory = new Option<string?>("--memory") { Description = "The function's memory, where the run does not say", HelpName = "6.2GB|512" }
            .Check(text => PriceOptions.ParseMemory(text) is not null, "an amount of memory such as 512, 512MB or 6.2GB");
        var provisioned = new Option<int>("--provisioned") { Description = "A month: environments kept initialised", HelpName = "N" }.Between(0, 1_000_000);
        var free = new Option<bool>("--free-tier") { Description = "A month: take off what every account has free" };
        var print = new Option<bool>("--print-prices") { Description = "Print the price file that ships, to start another from" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var prices = new PriceOptions();
        var fleet = new FleetOptions();
        var command = new DocumentedCommand("cost", "What a run would have cost on AWS, and what a fleet like it costs a month, line by line.", """
            Examples:
              headrace lab cost runs/first
              headrace lab cost runs/first --sites 300 --every 30m --api none --write-units 1
              headrace lab cost --billed 19908 --memory 6.2GB --sites 300 --every 30m --free-tier

            A month has 730 hours. Every item is taken to cost what the run's items did on average. Data transfer out is not counted.
            """)
        {
            run, billed, memory, provisioned, free,
        };
        fleet.AddTo(command);
        prices.AddTo(command);
        command.Add(print);
        command.Add(json);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(print) && result.GetValue(run) is null == result.GetValue(billed) is null)
            {
                result.AddError("Name a RUN, or say --billed MS and --memory; one of the two.");
            }
            else if (result.GetValue(billed) is not null && result.GetValue(memory) is null)
            {
                result.AddError("--billed needs --memory.");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(print))
            {
                Console.Out.Write(PriceList.EmbeddedText());
                return HeadraceCommand.Succeeded;
            }

            var settings = new LambdaSettings
            {
                Memory = parsed.GetValue(memory) is { } text ? PriceOptions.ParseMemory(text) : null,
                Provisioned = parsed.GetValue(provisioned),
                FreeTier = parsed.GetValue(free),
            };
            var calculation = prices.Read(parsed, settings);
            var cost = Cost(calculation, parsed.GetValue(run), parsed.GetValue(billed), usage => fleet.Read(parsed, usage.MeanSize));
            Console.Out.WriteLine(parsed.GetValue(json) ? cost.ToJson() : CostText.Of(cost));
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static CostSummary Cost(Calculation calculation, string? run, double? billed, Func<LambdaUsage, Fleet?> fleet)
    {
        var usage = billed is { } milliseconds
            ? new LambdaUsage(1, calculation.Settings.Memory!.Value * milliseconds / 1000, milliseconds / 1000, 0, calculation.Settings.Memory.Value, double.NaN)
            : LambdaUsage.Of(Run.Read(run!).Items, calculation.Settings, calculation.Prices.InitBilled);
        return usage.Requests > 0
            ? calculation.Of(usage, fleet(usage))
            : throw new LabException(string.Create(CultureInfo.InvariantCulture, $"none of the run's {usage.Unpriced} items says what was billed and with how much memory (--memory says the latter)"));
    }
}
