namespace Headrace.Vision.Detection;

/// <summary>An object that was found.</summary>
/// <param name="Accuracy">The detector's confidence, 0 to 1.</param>
/// <param name="Box">In the image's pixels, upright.</param>
public sealed record Detection(string Label, double Accuracy, Box Box);
