namespace Headrace.Cli.Detect;

/// <summary>One run's totals and averages, in milliseconds.</summary>
internal sealed record DetectionTotals(
    string ExecType, int Images, int Failed, double TotalInferenceMs, double AverageInferenceMs, double TotalTransferMs, double AverageTransferMs, double WallMs);
