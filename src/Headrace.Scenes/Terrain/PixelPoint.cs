namespace Headrace.Scenes.Terrain;

/// <summary>A corner of a polygon, in pixels from the upper left.</summary>
public readonly record struct PixelPoint(int X, int Y);
