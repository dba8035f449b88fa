using System.CommandLine;
using System.Globalization;

namespace Headrace.Cli.Logs;

/// <summary><c>headrace logs</c>: a function's log, read from the running engine.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("FUNCTION") { Description = "The function's name" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with every line as it is written, until Ctrl+C" };
        var since = RunningEngine.SinceOption("10m");
        var timestamps = new Option<bool>("--timestamps", "-t") { Description = "Begin every line with its time (UTC)" };
        var engine = new ClientOptions();
        var command = new DocumentedCommand("logs", "Show what a function's invocations have logged, on all its streams, in order of time.", """
            Examples:
              headrace logs preprocess
              headrace logs preprocess --since 2h --timestamps
              headrace logs preprocess --follow
            """)
        {
            function, follow, since, timestamps,
        };
        engine.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var running = engine.Connect(parsed);
            var group = await running.LogGroupOfAsync(parsed.GetValue(function)!, cancellationToken);
            var from = RunningEngine.Since(parsed.GetValue(since)!).ToUnixTimeMilliseconds();
            var reader = new LogReader((input, token) => running.CallAsync("logs", LogReader.Operation, input, token));
            try
            {
                var lines = parsed.GetValue(follow)
                    ? reader.FollowAsync(group, from, TimeProvider.System, cancellationToken)
                    : reader.ReadAsync(group, from, cancellationToken);
                await WriteAsync(lines, parsed.GetValue(timestamps), cancellationToken);
            }
            catch (OperationCanceledException) when (parsed.GetValue(follow) && cancellationToken.IsCancellationRequested)
            {
                // Ctrl+C is how following ends.
            }

            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static async Task WriteAsync(IAsyncEnumerable<LogLine> lines, bool withTimestamps, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        await foreach (var line in lines)
        {
            if (withTimestamps)
            {
                var time = DateTimeOffset.FromUnixTimeMilliseconds(line.Timestamp);
                await output.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffZ} "));
            }

            await output.WriteAsync(line.Message.EndsWith('\n') ? line.Message : line.Message + "\n");
            await output.FlushAsync(cancellationToken);
        }
    }
}
