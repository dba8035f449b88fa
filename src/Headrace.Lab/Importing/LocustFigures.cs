using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>What Locust's CSV files say: no single requests, but their counts, percentiles and history. A run keeps it as <c>locust.json</c>.</summary>
/// <param name="Columns">Percentile columns as the files name them: <c>50%</c>, <c>99.9%</c>.</param>
public sealed record LocustFigures(
    IReadOnlyList<string> Columns, IReadOnlyList<LocustRequest> Requests, IReadOnlyList<LocustMoment> History, IReadOnlyList<LocustFailure> Failures)
{
    /// <summary>The name of the line over all requests.</summary>
    public const string Aggregated = "Aggregated";

    public static readonly LocustFigures None = new([], [], [], []);

    public bool IsEmpty => Requests.Count == 0 && History.Count == 0 && Failures.Count == 0;

    /// <exception cref="LabException">It cannot be read.</exception>
    public static LocustFigures Read(RunFolder folder) => File.Exists(folder.Locust) ? JsonFile.Read(folder.Locust, SourceJson.Default.LocustFigures) : None;

    public void Write(RunFolder folder) => JsonFile.Write(folder.Locust, this, SourceJson.Default.LocustFigures);
}

/// <summary>A line of <c>_stats.csv</c>. Times in milliseconds, sizes in bytes, rates per second.</summary>
/// <param name="Percentiles">As <see cref="LocustFigures.Columns"/>.</param>
public sealed record LocustRequest(
    string Type, string Name, long Count, long Failures, double Median, double Average, double Min, double Max, double AverageSize, double Rate, double FailureRate,
    IReadOnlyList<double> Percentiles);

/// <summary>A line of <c>_stats_history.csv</c>.</summary>
/// <param name="Timestamp">Unix seconds.</param>
/// <param name="Percentiles">Of the last seconds.</param>
public sealed record LocustMoment(
    long Timestamp, long Users, string Type, string Name, double Rate, double FailureRate, IReadOnlyList<double> Percentiles,
    long TotalCount, long TotalFailures, double TotalMedian, double TotalAverage, double TotalMin, double TotalMax, double TotalAverageSize);

/// <summary>A line of <c>_failures.csv</c>.</summary>
public sealed record LocustFailure(string Method, string Name, string Error, long Occurrences);
