namespace Headrace.Cli.Demo;

/// <summary>What came of a picture.</summary>
/// <param name="Latency">From the start of the upload to the moment the row was seen.</param>
internal sealed record GaugeDemoRow(GaugeDemoImage Image, TimeSpan Latency, double? Stage, double? Iou, bool IsVerified);
