namespace Headrace.Cli.Detect;

/// <param name="Accuracy">0 to 1, to four places.</param>
/// <param name="Box">Left, top, width, height, in the image's pixels.</param>
internal sealed record DetectedObject(string Label, double Accuracy, int[] Box);
