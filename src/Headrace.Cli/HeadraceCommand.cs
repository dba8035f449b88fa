using System.CommandLine;
using System.CommandLine.Invocation;
using Headrace.Cli.Cameras;
using Headrace.Cli.Demo;
using Headrace.Cli.Detect;
using Headrace.Cli.Doctor;
using Headrace.Cli.Gauge;
using Headrace.Cli.Lab;
using Headrace.Cli.Logs;
using Headrace.Cli.Metrics;
using Headrace.Cli.Models;
using Headrace.Cli.Serve;
using Headrace.Lab;

namespace Headrace.Cli;

/// <summary>The <c>headrace</c> command: its subcommands, and what its exit codes mean.</summary>
public static class HeadraceCommand
{
    /// <summary>The command did what it was asked.</summary>
    public const int Succeeded = 0;

    /// <summary>It could not, or something it ran failed; one sentence on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Misused = 2;

    /// <summary>How long a command may take to end once it is told to; an engine that drains needs less.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Headrace: a serverless, event-driven image-inference system on one machine, speaking AWS's wire protocols.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            CamerasCommand.Create(),
            GaugeCommand.Create(),
            DetectCommand.Create(),
            DoctorCommand.Create(),
            LabCommand.Create(),
            LogsCommand.Create(),
            MetricsCommand.Create(),
            ModelsCommand.Create(),
        };
        DocumentedCommand.UseIn(root, """
            Examples:
              headrace demo preprocess             run the whole path once: upload, function, result
              headrace serve                       start the engine; prints what to paste into your shell
              headrace logs preprocess --follow    watch a function's log
              headrace doctor                      see which isolation, limits and libraries are in force

            Exit codes:
              0  done
              1  failed; one sentence on standard error says why
              2  the command line is wrong
            """);

        // An argument that begins with @ is itself: --payload @event.json is read by the command, not spread over the command line.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            // The first says it all: the others follow from it.
            await Console.Error.WriteLineAsync($"headrace: {parsed.Errors[0].Message}");
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit });
        }
        catch (CommandException failure)
        {
            await Console.Error.WriteLineAsync($"headrace: {failure.Message}");
            return Failed;
        }
        catch (LabException failure)
        {
            await Console.Error.WriteLineAsync($"headrace: {failure.Message}.");
            return Failed;
        }
    }
}
