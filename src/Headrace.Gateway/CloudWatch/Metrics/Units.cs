namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html</summary>
internal static class Units
{
    public const string None = "None";

    private static readonly string[] All =
    [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits",
        "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second",
        "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", None,
    ];

    public static string? Check(string? unit, string parameter) => unit is null || All.Contains(unit) ? unit : throw CloudWatchErrors.InvalidValue(unit, parameter);
}
