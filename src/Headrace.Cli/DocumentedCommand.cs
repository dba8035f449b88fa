using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Headrace.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="description">One sentence: it also stands in its parent's help.</param>
/// <param name="notes">Examples, and what else helps; shown in its own help only.</param>
internal sealed class DocumentedCommand(string name, string description, string notes) : Command(name, description)
{
    public string Notes { get; } = notes;

    /// <summary>Help with the notes of whatever command it is asked of, in place of the library's.</summary>
    public static void UseIn(RootCommand root, string notes)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        var action = new HelpWithNotes((SynchronousCommandLineAction)help.Action!, notes);
        help.Action = action;
        foreach (var command in root.Subcommands.Append(root).Where(command => command.Action is null))
        {
            // A command that only holds others explains them.
            command.Action = action;
        }
    }

    private sealed class HelpWithNotes(SynchronousCommandLineAction help, string rootNotes) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            var notes = parseResult.CommandResult.Command switch
            {
                RootCommand => rootNotes,
                DocumentedCommand documented => documented.Notes,
                _ => null,
            };
            if (notes is not null)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(notes);
            }

            return code;
        }
    }
}
