using System.CommandLine;
using Headrace.Lab;
using Headrace.Lab.Importing;
using Headrace.Lab.Joining;
using Headrace.Lab.Load;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab run</c>.</summary>
internal static class RunCommand
{
    /// <summary>AWS's log lines are seconds late; ours are there.</summary>
    private static readonly TimeSpan _logPatience = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var plan = new Argument<string?>("PLAN.yaml") { Description = "What to send, where to, when, how often (docs/lab-plans.md); or say it by flags", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--out") { Description = "The run folder; default runs/NAME-TIME", HelpName = "RUN" };
        var json = new Option<bool>("--json") { Description = "Print what was measured as JSON, and no progress" };
        var authorities = new Option<string?>("--ca-bundle") { Description = "The certificate authorities to trust with https, in place of the system's; default: $AWS_CA_BUNDLE", HelpName = "FILE.pem" };
        var flags = new RunFlags();
        var client = new ClientOptions();
        var command = new DocumentedCommand("run", "Make load, follow every item from its intended start to its visible result, and keep a record of it.", """
            Examples:
              headrace lab run plan.yaml --out runs/first
              headrace lab run --burst 1,20,50..300/50 --repetitions 5 --warm-up --bucket uploads --cameras 640x480 --result-bucket results
              headrace lab run --rate 200 --arrivals poisson --for 1m --invoke preprocess --json-body '{"n": {n}}'
              headrace lab run --users 10 --for 30s --url http://127.0.0.1:4566/_apis/quick/predict --method POST --json-body '{"values":[[5.1,3.5,1.4,0.2]]}'

            The run folder holds run.json, plan.yaml and events.csv, written as it happens; Ctrl+C keeps what was measured.
            At the end the functions' logs are joined to it, and summary.json, summary.md and report.html are written.
            Exit code 0 only when something was sent, not everything failed, the generator kept up, and neither Ctrl+C nor an error rate ended the run.
            """)
        {
            plan, output, json, authorities,
        };
        flags.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = ReadPlan(parsed.GetValue(plan), flags.ToPlan(parsed));
            var folder = new RunFolder(parsed.GetValue(output) ?? Path.Combine("runs", FormattableString.Invariant($"{read.Name}-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss}")));
            var endpoint = EndpointOf(client, parsed, read) with { Trusted = Trusted(parsed.GetValue(authorities)) };
            return await RunAsync(read, folder, endpoint, parsed.GetValue(json), cancellationToken);
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

    private static TrustedAuthorities? Trusted(string? file) =>
        (file ?? Environment.GetEnvironmentVariable("AWS_CA_BUNDLE")) is { Length: > 0 } bundle ? TrustedAuthorities.Read(bundle) : null;

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

    /// <summary>Measures, says what was measured, and answers the exit code.</summary>
    /// <param name="alone">Measures after the run what items take that are alone, for the model of Lambda; null: the run's own lowest level says.</param>
    public static async Task<int> RunAsync(
        Plan plan, RunFolder folder, LabEndpoint endpoint, bool isJson, CancellationToken cancellationToken, Func<Task<MeasuredTimes?>>? alone = null)
    {
        using var run = new LabRun(plan, folder, endpoint, new SceneCameras(), TimeProvider.System, $"headrace {HeadraceVersion.Text}");
        var manifest = await RunProgress.ShowAsync(run, isJson, () => run.RunAsync(cancellationToken));
        var report = new RunReport(folder, manifest, run.Figures.Snapshot());
        var summary = await DeriveAsync(plan, folder, endpoint, alone is not null && manifest.Stopped == "done" ? await alone() : null);
        Console.Out.WriteLine(isJson ? report.ToJson() : report.ToText());
        if (!isJson && summary is not null && LevelTable.Of(summary) is { } levels)
        {
            Console.Out.WriteLine(levels);
            if (summary.Simulation?.Validation is { } validation)
            {
                Console.Out.WriteLine(validation.Sentence);
            }
        }

        if (report.Complaint is not { } complaint)
        {
            return HeadraceCommand.Succeeded;
        }

        await Console.Error.WriteLineAsync($"headrace: {complaint}");
        return HeadraceCommand.Failed;
    }

    /// <summary>Measures items that are alone: what a cold and a warm one take, for the model of Lambda.</summary>
    /// <returns>Null: interrupted before there was any.</returns>
    public static async Task<MeasuredTimes?> MeasureAloneAsync(Plan plan, RunFolder folder, LabEndpoint endpoint, bool isJson, CancellationToken cancellationToken)
    {
        using var run = new LabRun(plan, folder, endpoint, new SceneCameras(), TimeProvider.System, $"headrace {HeadraceVersion.Text}");
        await RunProgress.ShowAsync(run, isJson, () => run.RunAsync(cancellationToken));
        return await DeriveAsync(plan, folder, endpoint, alone: null) is { Totals.Succeeded: > 0 } && !cancellationToken.IsCancellationRequested ? MeasuredTimes.Of(Run.Read(folder.Path)) : null;
    }

    /// <summary>What the functions logged, the summary and the report. Whatever goes wrong here is said and loses nothing that was measured.</summary>
    /// <returns>Null: there is nothing to sum up.</returns>
    private static async Task<RunSummary?> DeriveAsync(Plan plan, RunFolder folder, LabEndpoint endpoint, MeasuredTimes? alone)
    {
        var (run, locust) = RunFiles.Read(folder.Path);
        if (run.Items.Count == 0)
        {
            return null;
        }

        using var http = endpoint.Connect(TimeProvider.System);
        try
        {
            run = await new RunLogs(new LogApi(http, TimeProvider.System), TimeProvider.System).JoinAsync(run, _logPatience, CancellationToken.None);
            run = await RunValidation.AddAsync(run, plan, alone, http, CancellationToken.None);
        }
        catch (LabException failure)
        {
            run = run with { Manifest = run.Manifest with { Remarks = [.. run.Manifest.Remarks, $"nothing was joined from logs: {failure.Message}"] } };
            await Console.Error.WriteLineAsync($"headrace: nothing was joined from logs: {failure.Message}");
        }

        return RunFiles.Write(run, locust);
    }
}
