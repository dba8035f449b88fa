namespace Headrace.Cli.Detect;

/// <param name="Objects">The most certain first.</param>
internal sealed record DetectionAnswer(string Id, IReadOnlyList<DetectedObject> Objects);
