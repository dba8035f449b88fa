namespace Headrace.Cli.Detect;

/// <summary>An error's sentence.</summary>
internal sealed record DetectionRefusal(string Error);
