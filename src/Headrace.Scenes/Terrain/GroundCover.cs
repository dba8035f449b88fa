namespace Headrace.Scenes.Terrain;

/// <summary>What grows and lies on the banks.</summary>
/// <param name="GrassFrom">Height above the gauge's zero from which grass holds.</param>
/// <param name="Coarseness">Contrast of bare ground: mud about 12, gravel about 45.</param>
internal sealed record GroundCover(float GrassFrom, float Coarseness);
