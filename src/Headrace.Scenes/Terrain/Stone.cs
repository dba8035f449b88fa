namespace Headrace.Scenes.Terrain;

/// <summary>A boulder or a bush on the ground: half an ellipse that faces the camera.</summary>
/// <param name="Radius">Half its width, in metres.</param>
/// <param name="Height">Above its foot.</param>
internal readonly record struct Stone(float X, float Z, float Radius, float Height, Material Material, float Tone);
