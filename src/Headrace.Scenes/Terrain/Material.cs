namespace Headrace.Scenes.Terrain;

/// <summary>What a pixel shows before the water is let in.</summary>
internal enum Material : byte
{
    Sky,
    Hills,
    Soil,
    Grass,
    Foliage,
    Stone,
    Board,
    Wood,
}
