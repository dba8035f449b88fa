using System.CommandLine;
using Headrace.Cli.Demo;
using Headrace.Lab;
using Headrace.Lab.Load;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab scale</c>: the original 300-site experiment, whole, on an engine of its own.</summary>
internal static class ScaleCommand
{
    /// <summary>The run within the run's folder that the model's times are from.</summary>
    private const string Alone = "alone";

    public static Command Create()
    {
        var sites = new Option<string>("--sites") { Description = "So many cameras at the same instant, one level after the other", HelpName = "1,50,100", DefaultValueFactory = _ => "1,50,100,150,200,250,300" };
        var layouts = new Option<string>("--layouts") { Description = "shared: one function for all sites; own: a function for each site", HelpName = "shared,own", DefaultValueFactory = _ => "shared,own" }
            .Check(text => text.Split(',').All(ScalePlan.Layouts.Contains), "shared, own or both");
        var repetitions = new Option<int>("--repetitions") { Description = "How often every level is measured", HelpName = "N", DefaultValueFactory = _ => 3 }.Between(1, 1_000);
        var warm = new Option<bool>("--warm") { Description = "Leave environments as they are; without it every level starts cold, as cameras do that send every half hour" };
        var width = new Option<int>("--width") { Description = "Width of the pictures, in pixels; they are 16:9", HelpName = "PIXELS", DefaultValueFactory = _ => 960 }.Between(320, 3840);
        var memory = new Option<int>("--memory") { Description = "MB of every function", HelpName = "MB", DefaultValueFactory = _ => 1024 }.Between(128, 10_240);
        var seed = new Option<int>("--seed") { Description = "Other rivers, other traces", HelpName = "N", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "The run folder; default runs/scale-TIME", HelpName = "RUN" };
        var json = new Option<bool>("--json") { Description = "Print what was measured as JSON, and no progress" };
        var command = new DocumentedCommand("scale", "The original experiment in one command: N river cameras upload at the same instant, for each N, to one shared function and to a function each.", """
            Starts an engine of its own on a temporary folder, draws and calibrates the rivers, sets up buckets, functions and
            the table through the public API, measures the levels, then one picture at a time, holds the model of Lambda against
            the levels, and writes the run folder with its report.

            Examples:
              headrace lab scale
              headrace lab scale --sites 1,20,50 --repetitions 5 --out runs/small
              headrace lab scale --layouts shared --warm --width 1920

            Exit code 0 only when every picture has its row and the generator kept up.
            """)
        {
            sites, layouts, repetitions, warm, width, memory, seed, output, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = new ScalePlan(
                parsed.GetValue(sites)!, parsed.GetValue(layouts)!.Split(',').Distinct().ToList(), parsed.GetValue(repetitions), !parsed.GetValue(warm),
                parsed.GetValue(width), parsed.GetValue(memory), parsed.GetValue(seed));
            var folder = new RunFolder(parsed.GetValue(output) ?? Path.Combine("runs", FormattableString.Invariant($"scale-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss}")));
            try
            {
                return await RunAsync(wanted, PlanReader.Parse("scale", wanted.ToYaml(), Environment.CurrentDirectory), folder, parsed.GetValue(json), cancellationToken);
            }
            catch (LabException failure)
            {
                throw new CommandException($"{failure.Message}.", failure);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ScalePlan wanted, Plan plan, RunFolder folder, bool isJson, CancellationToken cancellationToken)
    {
        var fleet = new GaugeDemoFleet("", CameraFleet.Create(plan.Pattern.Sites, wanted.Seed), 0, wanted.Size);
        await using var engine = await DemoEngine.StartAsync(cancellationToken);
        await DemoProgress.ShowAsync(isJson, $"{plan.Pattern.Sites} rivers", (1 + wanted.Variants.Count) * plan.Pattern.Sites, async progress =>
        {
            await fleet.DrawAsync(progress, cancellationToken);
            progress.Say("buckets and functions");
            using var client = new DemoClient(engine.Endpoint, engine.Credentials);
            await new ScaleSetUp(client, engine.Credentials.AccessKeyId, wanted, fleet).RunAsync(progress, cancellationToken);
            return true;
        });
        var endpoint = new LabEndpoint(engine.Endpoint, engine.Credentials, "us-east-1");

        // After the levels: an engine that has just begun compiles itself beside its work.
        return await RunCommand.RunAsync(plan, folder, endpoint, isJson, cancellationToken, () => RunCommand.MeasureAloneAsync(
            PlanReader.Parse(Alone, wanted.ToAloneYaml(), Environment.CurrentDirectory), new RunFolder(Path.Combine(folder.Path, Alone)), endpoint, isJson, cancellationToken));
    }
}
