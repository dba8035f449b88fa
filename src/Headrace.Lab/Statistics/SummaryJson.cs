using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary><c>summary.json</c>: what is not a number (or infinite) is null there, and not a number again when it is read.</summary>
public static class SummaryJson
{
    /// <exception cref="LabException">It cannot be written.</exception>
    public static void Write(RunSummary summary, string path) => JsonFile.Write(path, summary, SummaryJsonContext.Default.RunSummary);

    /// <exception cref="LabException">It cannot be read, or is no summary: with line and column.</exception>
    public static RunSummary Read(string path) => JsonFile.Read(path, SummaryJsonContext.Default.RunSummary);
}
