namespace Headrace.Lab;

/// <summary>What a lab command was given cannot be used: one sentence that names the thing and the place.</summary>
public sealed class LabException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary><c>plan.yaml, line 3, column 8: sites must be at least 1, not 0</c></summary>
    public static LabException At(string file, long line, long column, string message) => new($"{file}, line {line}, column {column}: {message}");
}
