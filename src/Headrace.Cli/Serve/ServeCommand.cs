using System.CommandLine;
using System.Globalization;
using Headrace.Events;
using Headrace.Functions.Registry;
using Headrace.Lab;
using Headrace.Wire;
using Headrace.Wire.Events;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Serve;

/// <summary><c>headrace serve</c>: runs the engine until it is told to stop.</summary>
internal static class ServeCommand
{
    public const string AccessKeyVariable = "HEADRACE_ACCESS_KEY_ID";
    public const string SecretKeyVariable = "HEADRACE_SECRET_ACCESS_KEY";

    /// <summary>Ends the engine when its standard input ends, so that no engine outlives the program that started it, even if that is killed.</summary>
    public const string ExitWithParent = "--exit-with-parent";

    /// <summary>How the line of the ready block begins that says where the engine listens.</summary>
    public const string EndpointLine = "export AWS_ENDPOINT_URL=";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Where to listen; 0 picks a free port", DefaultValueFactory = _ => 4566 }.Between(0, 65_535);
        var host = new Option<string>("--host") { Description = "The address to listen on", DefaultValueFactory = _ => "127.0.0.1" };
        var data = new Option<string>("--data") { Description = "The folder to keep everything in", HelpName = "DIR", DefaultValueFactory = _ => DataFolder.Default };
        var auth = new Option<string>("--auth") { Description = "off believes unsigned requests; on loopback only", HelpName = "on|off", DefaultValueFactory = _ => "on" }.OneOf("on", "off");
        var timeScale = new Option<double>("--time-scale")
        {
            Description = "Multiplies the waits of retries and back-off; 1 is AWS's pace, 0.01 makes a minute 0.6 s",
            HelpName = "X",
            DefaultValueFactory = _ => 1,
        }.Between(0, 100.0);
        var eventVersion = new Option<string>("--event-version") { Description = "The version of S3 event records", HelpName = "2.1|…|2.5", DefaultValueFactory = _ => S3EventVersion.Newest.ToString() }
            .Check(text => S3EventVersion.Parse(text) is not null, "one of 2.1, 2.2, 2.3, 2.4, 2.5");
        var faults = new Option<string?>("--faults") { Description = "Deliver events as at-least-once delivery may: percent twice, seconds late on average, percent out of order", HelpName = "duplicate=5,delay=1,reorder=10" }
            .Check(text => DeliveryFaults.Parse(text) is not null, "a list such as duplicate=5,delay=1,reorder=10");
        var strictRoles = new Option<bool>("--strict-roles") { Description = "Functions run only as roles that IAM has on record, as in AWS" };
        var memory = new Option<string?>("--memory-budget") { Description = "What all function environments together may use, such as 8GiB; default: 3/4 of what is free", HelpName = "SIZE" }
            .Check(text => ByteSize.TryParse(text, out _), "an amount of memory such as 8GiB");
        var cpuShare = new Option<bool>("--cpu-share") { Description = "Give each function the processors that its memory buys on Lambda, one for 1,769 MB; without it, all. Needs cgroups: see doctor" };
        var concurrency = new Option<int>("--account-concurrency") { Description = "Executions at once over all functions; AWS's own limit is the default, new accounts often have 10", HelpName = "N", DefaultValueFactory = _ => LambdaLimits.ConcurrentExecutions }
            .Between(1, 1_000_000);
        var accessKey = new Option<string?>("--access-key") { Description = $"12 digits are the account id; or ${AccessKeyVariable}", HelpName = "ID" };
        var secretKey = new Option<string?>("--secret-key") { Description = $"Visible to other users of the machine: better use ${SecretKeyVariable}", HelpName = "KEY" };
        var exitWithParent = new Option<bool>(ExitWithParent) { Hidden = true };

        var command = new DocumentedCommand("serve", "Start the engine: S3 and Lambda on one endpoint. SIGTERM or Ctrl+C drains and ends it.", """
            Examples:
              headrace serve
              headrace serve --port 0 --data /tmp/try --auth off
              headrace serve --time-scale 0.01 --memory-budget 4GiB
              headrace serve --cpu-share
            """)
        {
            port, host, data, auth, timeScale, eventVersion, faults, strictRoles, memory, cpuShare, concurrency, accessKey, secretKey, exitWithParent,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EngineOptions
            {
                DataFolder = parsed.GetValue(data)!,
                Host = parsed.GetValue(host)!,
                Port = parsed.GetValue(port),
                Authenticate = parsed.GetValue(auth) == "on",
                TimeScale = parsed.GetValue(timeScale),
                EventVersion = S3EventVersion.Parse(parsed.GetValue(eventVersion)!)!,
                Faults = DeliveryFaults.Parse(parsed.GetValue(faults) ?? "") ?? DeliveryFaults.None,
                StrictRoles = parsed.GetValue(strictRoles),
                AccountConcurrency = parsed.GetValue(concurrency),
                MemoryBudget = ByteSize.TryParse(parsed.GetValue(memory) ?? "", out var bytes) ? bytes : null,
                CpuShare = parsed.GetValue(cpuShare),
                Credentials = ChosenCredentials(parsed.GetValue(accessKey), parsed.GetValue(secretKey)),
            },
            parsed.GetValue(exitWithParent),
            cancellationToken));
        return command;
    }

    private static AwsCredentials? ChosenCredentials(string? accessKey, string? secretKey)
    {
        accessKey ??= Environment.GetEnvironmentVariable(AccessKeyVariable);
        secretKey ??= Environment.GetEnvironmentVariable(SecretKeyVariable);
        return (accessKey, secretKey) switch
        {
            (null, null) => null,
            (_, null) => throw new CommandException($"An access key needs its secret key: --secret-key or ${SecretKeyVariable}."),
            _ => new AwsCredentials(accessKey ?? Scope.Default.AccountId, secretKey),
        };
    }

    /// <param name="stopping">SIGTERM or SIGINT has come.</param>
    private static async Task<int> RunAsync(EngineOptions options, bool exitWithParent, CancellationToken stopping)
    {
        // System.CommandLine listens for signals once this method has first returned: that must be before anyone reads "ready".
        await Task.Yield();
        var started = TimeProvider.System.GetTimestamp();
        using var logs = EngineLog.ToStandardError();
        await using var engine = await Engine.StartAsync(options, TimeProvider.System, logs, stopping);
        Console.Out.WriteLine(ReadyBlock(engine, options, TimeProvider.System.GetElapsedTime(started)));
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        await Task.WhenAny(stopped, exitWithParent ? StandardInputEndsAsync() : stopped);
        await engine.StopAsync(CancellationToken.None);
        return HeadraceCommand.Succeeded;
    }

    private static async Task StandardInputEndsAsync()
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
    }

    private static string ReadyBlock(Engine engine, EngineOptions options, TimeSpan elapsed)
    {
        var endpoint = engine.Endpoint.ToString().TrimEnd('/');
        return string.Create(CultureInfo.InvariantCulture, $"""
            Headrace {HeadraceVersion.Text} is ready ({elapsed.TotalSeconds:0.00} s).

              endpoint    {endpoint}
              access key  {engine.Credentials.AccessKeyId}
              secret key  {engine.Credentials.SecretAccessKey}
              data        {engine.DataFolder}
              signatures  {(options.Authenticate ? "required" : "not required")}
              processors  {(engine.ProcessorShares is { } shares ? $"as memory buys them, 1,769 MB each ({shares})" : "all, whatever a function's memory")}

            Paste into your shell:

            {EndpointLine}{endpoint}
            export AWS_ACCESS_KEY_ID={engine.Credentials.AccessKeyId} AWS_SECRET_ACCESS_KEY={engine.Credentials.SecretAccessKey}
            export AWS_DEFAULT_REGION={Scope.Default.Region}

            Ctrl+C stops it.
            """);
    }
}
