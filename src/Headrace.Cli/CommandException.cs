namespace Headrace.Cli;

/// <summary>A command cannot do what it was asked; the message is one sentence for whoever asked. Exit code 1.</summary>
public sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
