namespace Headrace.Functions.Environments;

/// <summary>Processors cannot be shared out on this machine; the message says why, as the end of a sentence.</summary>
public sealed class ProcessorShareException(string message, Exception? cause = null) : Exception(message, cause);
