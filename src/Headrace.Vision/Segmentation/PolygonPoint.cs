namespace Headrace.Vision.Segmentation;

/// <summary>A pixel by its column and row, from 0.</summary>
public readonly record struct PolygonPoint(int X, int Y);
