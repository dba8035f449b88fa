namespace Headrace.Scenes.Terrain;

/// <summary>A bank's cross-section, from its toe outwards and upwards.</summary>
/// <param name="Slope">Metres up per metre outwards, at the toe.</param>
/// <param name="Curve">How much steeper it becomes towards its top: 0 is straight.</param>
/// <param name="Top">Metres above the gauge's zero.</param>
/// <param name="Roughness">Height of its bumps in metres.</param>
/// <param name="Forest">Metres from the top to the first trees; none when infinite.</param>
/// <param name="Canopy">Height of the trees.</param>
internal sealed record Bank(float Slope, float Curve, float Top, float Roughness, float Forest, float Canopy)
{
    /// <summary>Toes lie below the lowest stage.</summary>
    public const float Toe = -0.5f;

    private const float Plain = 0.015f;

    /// <summary>Metres from toe to top.</summary>
    public float Width { get; } = SolveWidth(Slope, Curve, Top - Toe);

    public float HeightAt(float outwards) => outwards < Width
        ? Toe + (Slope * outwards * (1 + (Curve * outwards / Width)))
        : Top + (Plain * (outwards - Width));

    private static float SolveWidth(float slope, float curve, float rise) => rise / (slope * (1 + curve));
}
