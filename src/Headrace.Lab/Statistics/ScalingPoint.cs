namespace Headrace.Lab.Statistics;

public sealed record ScalingPoint(double Concurrency, double Throughput, double Fitted);
