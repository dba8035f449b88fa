namespace Headrace.Lab.Importing;

/// <summary>The kinds that can be imported, by the names that <c>--as</c> takes, and how each is known.</summary>
public static class ImportKinds
{
    private static readonly (string Name, SourceKind Kind, string Shape)[] All =
    [
        ("events", SourceKind.Events, "events.csv of a run (id,level,repetition,…)"),
        ("logsdata", SourceKind.LogsData, "CSV with the columns id, lambda_function_name, event_time, …"),
        ("locust-stats", SourceKind.LocustStats, "Locust's _stats.csv (Type,Name,Request Count,…)"),
        ("locust-history", SourceKind.LocustHistory, "Locust's _stats_history.csv (Timestamp,User Count,…)"),
        ("locust-failures", SourceKind.LocustFailures, "Locust's _failures.csv (Method,Name,Error,Occurrences)"),
        ("logs-json", SourceKind.LogsJson, "JSON of aws logs filter-log-events or get-log-events ({\"events\": […]})"),
        ("logs", SourceKind.LogsText, "log lines that begin with an ISO 8601 time (S3 export, aws logs tail), plain or gzip"),
        ("detections", SourceKind.Detections, "JSON of headrace detect run --output ([{\"id\": …}])"),
    ];

    public static IEnumerable<string> Names => All.Select(known => known.Name);

    /// <summary>A line for each: name and shape.</summary>
    public static IEnumerable<string> Shapes => All.Select(known => $"{known.Name,-16}{known.Shape}");

    /// <returns>Null for null: to be found out.</returns>
    public static SourceKind? Of(string? name) => name is null ? null : All.First(known => known.Name == name).Kind;

    internal static LabException Unknown(string file, ReadOnlySpan<char> line)
    {
        const int Shown = 80;
        return LabException.At(
            file, 1, 1, $"'{(line.Length > Shown ? $"{line[..Shown]}…" : line.ToString())}' begins nothing that can be imported: {string.Join("; ", All.Select(known => known.Shape))}");
    }
}
