namespace Headrace.Lab.Importing;

/// <summary>What a file to import can be.</summary>
public enum SourceKind
{
    /// <summary>Our own <c>events.csv</c>.</summary>
    Events,

    /// <summary>The columns of the original 300-site run's <c>logsdata.csv</c>.</summary>
    LogsData,

    /// <summary>Locust's <c>_stats.csv</c>.</summary>
    LocustStats,

    /// <summary>Locust's <c>_stats_history.csv</c>.</summary>
    LocustHistory,

    /// <summary>Locust's <c>_failures.csv</c>.</summary>
    LocustFailures,

    /// <summary>What <c>aws logs filter-log-events</c> and <c>get-log-events</c> print.</summary>
    LogsJson,

    /// <summary>Lines with a time stamp each: the export to S3, <c>aws logs tail</c>.</summary>
    LogsText,

    /// <summary>What <c>headrace detect run --output</c> writes.</summary>
    Detections,
}
