namespace Headrace.Vision.Detection;

/// <summary>A box of a detector's output before suppression.</summary>
/// <param name="Class">Index of the class with the best score.</param>
internal readonly record struct Candidate(int Class, float Score, Box Box);
