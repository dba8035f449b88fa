using System.CommandLine;
using Headrace.Lab.Load;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var plan = new Argument<string?>("PLAN.yaml") { Description = "What to send, where to, when, how often (docs/lab-plans.md); or say it by flags", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--out") { Description = "The run folder; default runs/NAME-TIME", HelpName = "RUN" };
        var json = new Option<bool>("--json") { Description = "Print what was measured as JSON, and no progress" };
        var flags = new RunFlags();
        var client = new ClientOptions();
        var command = new DocumentedCommand("run", "Make load, follow every item from its intended start to its visible result, and keep a record of it.", """
            Examples:
              headrace lab run plan.yaml --out runs/first
              headrace lab run --burst 1,20,50..300/50 --repetitions 5 --warm-up --bucket uploads --cameras 640x480 --result-bucket results
              headrace lab run --rate 200 --arrivals poisson --for 1m --invoke preprocess --json-body '{"n": {n}}'
              headrace lab run --users 10 --for 30s --url http://127.0.0.1:4566/_apis/quick/predict --method POST --json-body '{"values":[[5.1,3.5,1.4,0.2]]}'

            The run folder holds run.json, plan.yaml and events.csv, written as it happens; Ctrl+C keeps what was measured.
            Exit code 0 only when something was sent, not everything failed, the generator kept up, and neither Ctrl+C nor an error rate ended the run.
            """)
        {
            plan, output, json,
        };
        flags.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = ReadPlan(parsed.GetValue(plan), flags.ToPlan(parsed));
            var folder = new RunFolder(parsed.GetValue(output) ?? Path.Combine("runs", FormattableString.Invariant($"{read.Name}-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss}")));
            return await RunAsync(read, folder, EndpointOf(client, parsed, read), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Plan ReadPlan(string? path, string? flags) => (path, flags) switch
    {
        (null, null) => throw new CommandException("There is nothing to run: name a PLAN.yaml, or say by flags what to send, such as --burst 1,20,50 --bucket uploads --bytes 64KiB."),
        ({ } file, null) => PlanReader.Read(file),
        (null, { } text) => PlanReader.Parse("flags", text, Environment.CurrentDirectory),
        _ => throw new CommandException("A plan is a PLAN.yaml or flags, not both: change the file."),
    };

    /// <summary>Who asks no AWS service needs no keys.</summary>
    private static LabEndpoint EndpointOf(ClientOptions client, ParseResult parsed, Plan plan)
    {
        if (plan.Target is HttpTarget { Sign: null, Function: null } or DetectTarget { Function: null })
        {
            var origin = plan.Target is HttpTarget http ? http.Origin : ((DetectTarget)plan.Target).Origin;
            return new LabEndpoint(origin, new("none", "none"), "us-east-1");
        }

        var (endpoint, credentials, region) = client.Read(parsed);
        return new LabEndpoint(endpoint, credentials, region);
    }

    private static async Task<int> RunAsync(Plan plan, RunFolder folder, LabEndpoint endpoint, bool isJson, CancellationToken cancellationToken)
    {
        using var run = new LabRun(plan, folder, endpoint, new SceneCameras(), TimeProvider.System, $"headrace {HeadraceVersion.Text}");
        var manifest = await RunProgress.ShowAsync(run, isJson, () => run.RunAsync(cancellationToken));
        var report = new RunReport(folder, manifest, run.Figures.Snapshot());
        Console.Out.WriteLine(isJson ? report.ToJson() : report.ToText());
        if (report.Complaint is not { } complaint)
        {
            return HeadraceCommand.Succeeded;
        }

        await Console.Error.WriteLineAsync($"headrace: {complaint}");
        return HeadraceCommand.Failed;
    }
}
