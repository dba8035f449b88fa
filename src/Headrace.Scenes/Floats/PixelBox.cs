namespace Headrace.Scenes.Floats;

/// <summary>The pixels of an object that the picture shows, from its upper left corner.</summary>
public readonly record struct PixelBox(int X, int Y, int Width, int Height);
