using System.CommandLine;
using System.Globalization;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab import</c>: files of other tools, and logs, to a run.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "What to import; the kind is told by the content. A folder: all files in it", Arity = ArgumentArity.ZeroOrMore };
        var output = new Option<string>("--out") { Description = "The run's folder", HelpName = "RUN", Required = true };
        var kind = new Option<string?>("--as") { Description = $"The files' kind, where the content does not tell: {string.Join(", ", ImportKinds.Names)}", HelpName = "KIND" }.AcceptOnlyFromAmong([.. ImportKinds.Names]);
        var zone = new Option<string>("--time-zone") { Description = "Of times without a zone, such as America/Denver", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" }
            .Check(text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _), "a time zone such as UTC or America/Denver");
        var after = new Option<string?>("--after") { Description = "Only items after this moment: that in the image's name, else the item's own", HelpName = "TIME" }
            .Check(text => TimeText.TryClock(text, out _), "a time such as \"2025-05-02 17:30\"");
        var levels = new Option<string?>("--levels") { Description = "Only these concurrency levels; a count within 1 % is taken for one of them (249 for 250)", HelpName = "N,N,…" }
            .Check(text => TryLevels(text, out _), "whole numbers such as 1,50,100");
        var function = new Option<string?>("--function") { Description = "Whose log a log is; default: from --log-group", HelpName = "NAME" };
        var memory = new Option<int>("--memory") { Description = "MB of functions whose source does not say", HelpName = "MB" }.Between(1, 32_768);
        var endpoint = new Option<string?>("--logs-endpoint") { Description = "Read the log from this service; AWS: https://logs.REGION.amazonaws.com", HelpName = "URL" };
        var group = new Option<string?>("--log-group") { Description = "Its log group", HelpName = "/aws/lambda/NAME" };
        var start = new Option<string?>("--start") { Description = "Log events from here on (UTC)", HelpName = "TIME" }.Check(text => TimeText.TryClock(text, out _), "a time such as \"2025-05-08 17:00\"");
        var end = new Option<string?>("--end") { Description = "Log events to here (UTC)", HelpName = "TIME" }.Check(text => TimeText.TryClock(text, out _), "a time such as \"2025-05-08 18:00\"");
        var data = new Option<string>("--data") { Description = "Whose keys to sign with where $AWS_ACCESS_KEY_ID and $AWS_SECRET_ACCESS_KEY are not set", HelpName = "DIR", DefaultValueFactory = _ => DataFolder.Default };
        var command = new DocumentedCommand("import", "Make a run of what others measured: files, exports of logs, a log service; several are joined.", $"""
            Kinds:
            {string.Join("\n", ImportKinds.Shapes.Select(shape => $"  {shape}"))}

            Examples:
              headrace lab import logsdata.csv --out runs/original --after "2025-05-02 17:30" --levels 1,50,100,150,200,250,300
              headrace lab import test_stats.csv test_stats_history.csv test_failures.csv --out runs/locust
              headrace lab import runs/burst/events.csv exported-logs/ --out runs/burst-joined
              headrace lab import --logs-endpoint https://logs.us-east-1.amazonaws.com --log-group /aws/lambda/gauge --start "2025-05-08 17:00" --end "2025-05-08 18:00" --out runs/aws
            """)
        {
            files, output, kind, zone, after, levels, function, memory, endpoint, group, start, end, data,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (paths, url, logGroup) = (parsed.GetValue(files)!, parsed.GetValue(endpoint), parsed.GetValue(group));
            if (paths.Length == 0 && url is null)
            {
                throw new CommandException("Name a FILE to import, or a service with --logs-endpoint and --log-group.");
            }

            var import = new RunImport(new ImportOptions
            {
                Kind = ImportKinds.Of(parsed.GetValue(kind)),
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById(parsed.GetValue(zone)!),
                After = Clock(parsed.GetValue(after)),
                Levels = TryLevels(parsed.GetValue(levels) ?? "", out var wanted) ? wanted : [],
                Function = parsed.GetValue(function) ?? logGroup?[(logGroup.LastIndexOf('/') + 1)..] ?? "",
                MemorySize = parsed.GetValue(memory),
            });
            foreach (var path in paths)
            {
                import.Add(path);
            }

            if (url is not null)
            {
                var source = logGroup ?? throw new CommandException("--logs-endpoint needs --log-group: which log to read.");
                using var http = Connect(url, parsed.GetValue(data)!);
                await new LogApi(http, TimeProvider.System).ReadAsync(
                    source, Instant(parsed.GetValue(start)), Instant(parsed.GetValue(end)), import.Log(source), Progress(source), cancellationToken);
            }

            var (run, locust) = import.Finish(parsed.GetRequiredValue(output), TimeProvider.System, [$"headrace {HeadraceVersion.Text}", $".NET {Environment.Version}"]);
            RunFiles.Write(run, locust);
            Console.Out.WriteLine($"{run.Folder.Path}: {run.Items.Count} items{(locust.IsEmpty ? "" : $", {locust.Requests.Count + locust.History.Count + locust.Failures.Count} lines of Locust")}");
            Remarks.Say(run.Manifest.Remarks);
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static DateTime? Clock(string? text) => text is not null && TimeText.TryClock(text, out var clock) ? clock : null;

    private static DateTimeOffset? Instant(string? text) => Clock(text) is { } clock ? new DateTimeOffset(clock, TimeSpan.Zero) : null;

    private static bool TryLevels(string text, out int[] levels)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        levels = new int[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out levels[index]) || levels[index] < 1)
            {
                return false;
            }
        }

        return true;
    }

    private static Action<long>? Progress(string group) => Console.IsErrorRedirected ? null : events => Console.Error.Write($"\r{group}: {events} events ");

    private static SignedHttpClient Connect(string url, string data)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"--logs-endpoint must be a URL such as https://logs.us-east-1.amazonaws.com, not '{url}'.");
        }

        var (keys, region) = ClientOptions.Keys(data);
        return new SignedHttpClient(endpoint, keys, region);
    }
}
