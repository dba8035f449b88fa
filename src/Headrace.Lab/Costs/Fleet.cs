namespace Headrace.Lab.Costs;

/// <summary>Sites that send an item every so often, and what one item makes the other services do.</summary>
public sealed record Fleet
{
    /// <summary>A month as AWS's calculator has it.</summary>
    public const double HoursInMonth = 730;

    private const double DaysInMonth = HoursInMonth / 24;

    public required double Sites { get; init; }

    public required TimeSpan Every { get; init; }

    /// <summary>The image, and its result.</summary>
    public double Puts { get; init; } = 2;

    /// <summary>The function's own read.</summary>
    public double Gets { get; init; } = 1;

    public double Lists { get; init; }

    /// <summary>Bytes that stay in a bucket.</summary>
    public double Stored { get; init; }

    /// <summary>Days they stay.</summary>
    public double Kept { get; init; } = 30;

    /// <summary>A write unit is 1 KB.</summary>
    public double WriteUnits { get; init; }

    /// <summary>A read unit is 4 KB, strongly consistent.</summary>
    public double ReadUnits { get; init; }

    public ApiKind Api { get; init; }

    /// <summary>Bytes of log an item: START, END and REPORT lines take about 300, CloudWatch counts 26 more for each.</summary>
    public double Log { get; init; } = 1024;

    public double ItemsInMonth => Sites * HoursInMonth / Every.TotalHours;

    /// <summary>What a month counts of everything but Lambda.</summary>
    public IEnumerable<(Meter Meter, double Quantity)> Usage()
    {
        const double Gigabyte = 1024.0 * 1024 * 1024;
        var items = ItemsInMonth;
        yield return (Meter.S3Put, items * (Puts + Lists));
        yield return (Meter.S3Get, items * Gets);
        yield return (Meter.S3Storage, items * Stored / Gigabyte * Kept / DaysInMonth);
        yield return (Meter.DynamoDbWrite, items * WriteUnits);
        yield return (Meter.DynamoDbRead, items * ReadUnits);
        yield return (Meter.ApiRest, Api == ApiKind.Rest ? items : 0);
        yield return (Meter.ApiHttp, Api == ApiKind.Http ? items : 0);
        yield return (Meter.LogsIngestion, items * Log / Gigabyte);
    }
}
