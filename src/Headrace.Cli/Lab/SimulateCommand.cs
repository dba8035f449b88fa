using System.CommandLine;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab simulate</c>: what Lambda would do with more sites than there are, from the times of a run that was measured.</summary>
internal static class SimulateCommand
{
    /// <summary>Between two numbers of sites in one run folder, milliseconds.</summary>
    private const double Pause = 60_000;

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The run whose cold, warm and service times count", HelpName = "RUN", Required = true };
        var level = new Option<int?>("--from-level") { Description = "Its items of this level; default: its lowest, where they wait least for each other", HelpName = "N" };
        var sites = new Option<string?>("--sites") { Description = "Sites at one instant, one simulation each", HelpName = "300,3000,30000" }.Check(text => Numbers(text) is not null, "whole numbers from 1, such as 300,3000,30000");
        var repetitions = new Option<int>("--repetitions") { Description = "How often they come", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, 1_000_000);
        var every = new Option<string>("--every") { Description = "From one time to the next", HelpName = "TIME", DefaultValueFactory = _ => "30m" }.Check(text => Duration.TryParse(text, out _), "a time such as 30s, 30m or 1h");
        var jitter = new Option<string>("--jitter") { Description = "Each site's clock is up to so much late", HelpName = "TIME", DefaultValueFactory = _ => "0s" }.Check(text => Duration.TryParse(text, out _), "a time such as 0.5s or 1m");
        var rate = new Option<double?>("--rate") { Description = "Independent items per second instead (Poisson), --repetitions for each site", HelpName = "N" };
        var fit = new Option<bool>("--fit") { Description = "Lognormal distributions fitted to the run's times instead of the times themselves" };
        var memory = new Option<int?>("--memory") { Description = "MB that the function is given; default: as in the run", HelpName = "MB" };
        var scale = new Option<double?>("--scale-cpu") { Description = "The run was on this engine, where a run kept so many processors busy: runs take longer for the share that --memory buys on AWS", HelpName = "THREADS" };
        var failures = new Option<double?>("--failures") { Description = "Share of the runs that end in the function's error, 0 to 1; default: as in the run, where a run that was repeated with success is none", HelpName = "X" };
        var validate = new Option<string?>("--validate") { Description = "Hold the model against this measured run, at its own arrivals", HelpName = "RUN" };
        var seed = new Option<int>("--seed") { Description = "The same seed, the same result", HelpName = "N", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "Write a run folder: events.csv (of --sites, else of the run that was replayed), run.json, simulation.json", HelpName = "RUN" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var model = new ModelOptions();
        var prices = new PriceOptions();
        var command = new DocumentedCommand("simulate", "Predict what Lambda's concurrency makes of many sites, from a measured run's times.", """
            Examples:
              headrace lab simulate --from runs/first --sites 300,3000,30000
              headrace lab simulate --from runs/first --sites 300 --layout per-site --repetitions 48 --out runs/predicted
              headrace lab simulate --from runs/alone --validate runs/burst --cores 2 --reserved 4 --scaling off

            AWS's limits are the default: 1,000 at once an account, 1,000 new environments every 10 s a function.
            This engine gives a function whole processors whatever its memory; AWS gives 1,769 MB one. See docs/lab-simulation.md.
            """)
        {
            from, level, sites, repetitions, every, jitter, rate, fit, memory, scale, failures, validate, seed, output, json,
        };
        model.AddTo(command);
        prices.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(sites) is null && result.GetValue(validate) is null)
            {
                result.AddError("Say how many --sites, or which run to --validate against, or both.");
            }

            if (result.GetValue(scale) is not null && result.GetValue(memory) is null)
            {
                result.AddError("--scale-cpu needs --memory: it is what buys processor time.");
            }
        });
        command.SetAction(parsed =>
        {
            var source = Run.Read(parsed.GetValue(from)!);
            var times = MeasuredTimes.Of(source, parsed.GetValue(level));
            times = times with { FailureShare = parsed.GetValue(failures) ?? times.FailureShare };
            times = parsed.GetValue(fit) ? times.Fitted() : times;
            times = (parsed.GetValue(memory), parsed.GetValue(scale)) switch
            {
                ({ } size, { } threads) => times.WithProcessorShare(size, threads),
                ({ } size, null) => times with { MemorySize = size },
                _ => times,
            };
            var number = (ulong)parsed.GetValue(seed);
            var settings = model.Read(parsed);
            var cost = prices.Read(parsed, new LambdaSettings());
            var items = new ItemTable();
            var predictions = new List<Prediction>();
            var start = Moment.At(TimeProvider.System.GetUtcNow());
            foreach (var count in Numbers(parsed.GetValue(sites) ?? "") ?? [])
            {
                var arrivals = parsed.GetValue(rate) is { } perSecond
                    ? Arrivals.Poisson(perSecond, checked(count * parsed.GetValue(repetitions)), count, number)
                    : Arrivals.Burst(count, parsed.GetValue(repetitions), Duration.Parse(parsed.GetValue(every)!).TotalMilliseconds, Duration.Parse(parsed.GetValue(jitter)!).TotalMilliseconds, number);
                var result = Simulation.Run(settings with { Functions = model.IsPerSite(parsed) ? count : 1 }, times, arrivals, number);
                predictions.Add(result.ToPrediction(count, cost));
                if (parsed.GetValue(output) is not null)
                {
                    result.AddTo(items, start, count);
                    start = start.Plus((predictions[^1].Span * 1000) + Pause);
                }
            }

            ModelValidation? validation = null;
            if (parsed.GetValue(validate) is { } measured)
            {
                var replay = Validator.Validate(settings, times, Run.Read(measured), number);
                validation = replay.Validation;
                items = predictions.Count > 0 ? items : replay.Items;
            }

            string[] lines = [.. settings.Describe(model.IsPerSite(parsed) ? "one function a site" : null), $"times: {times.Source}, of {source.Manifest.Name}"];
            var summary = new SimulationSummary(lines, predictions, validation);
            if (parsed.GetValue(output) is { } folder)
            {
                Write(new RunFolder(folder), summary, items, source, parsed.GetValue(seed));
            }

            Console.Out.WriteLine(parsed.GetValue(json) ? SimulationFile.ToJson(summary) : SimulationText.Of(summary));
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static void Write(RunFolder folder, SimulationSummary summary, ItemTable items, Run source, int seed)
    {
        var now = TimeProvider.System.GetUtcNow();
        new Run(folder, new RunManifest
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))),
            Kind = "simulated",
            Started = now,
            Ended = TimeProvider.System.GetUtcNow(),
            Seed = seed,
            Versions = [$"headrace {HeadraceVersion.Text}"],
            Sources = [source.Manifest.Name],
            Stopped = "done",
            Remarks = ["nothing was measured: a model made these items", .. summary.Model],
        }, items).Write();
        SimulationFile.Write(folder, summary);
    }

    private static int[]? Numbers(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = Array.ConvertAll(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return numbers.Length > 0 && numbers.All(number => number > 0) ? numbers : null;
    }
}
