using System.Numerics;
using Headrace.Scenes.Terrain;

namespace Headrace.Scenes.Light;

/// <summary>A site's own colours at noon: dark and light of each material, red, green, blue from 0 to 255.</summary>
internal sealed class Palette
{
    private readonly (Vector3 Dark, Vector3 Light)[] _materials = new (Vector3, Vector3)[Enum.GetValues<Material>().Length];

    public Palette(ulong seed)
    {
        var dice = new Dice(seed);
        var soil = dice.Below(3) switch
        {
            0 => new Vector3(124, 104, 82),
            1 => new Vector3(140, 132, 120),
            _ => new Vector3(150, 126, 92),
        };
        soil *= dice.Between(0.75f, 1.1f);
        var grass = Vector3.Lerp(new Vector3(88, 112, 52), new Vector3(158, 144, 90), dice.Unit() * dice.Unit());
        var leaves = Vector3.Lerp(new Vector3(62, 88, 42), new Vector3(116, 112, 58), dice.Unit()) * dice.Between(0.8f, 1.15f);
        var stone = new Vector3(142, 138, 132) * dice.Between(0.8f, 1.1f);
        Set(Material.Hills, leaves * 0.8f, leaves * 1.1f);
        Set(Material.Soil, soil * 0.35f, soil * 1.6f);
        Set(Material.Grass, grass * 0.3f, grass * 1.7f);
        Set(Material.Foliage, leaves * 0.12f, leaves * 2f);
        Set(Material.Stone, stone * 0.25f, stone * 1.7f);
        Set(Material.Board, new Vector3(24, 24, 28), dice.Chance(0.3f) ? new Vector3(240, 206, 60) : new Vector3(240, 240, 236));
        Set(Material.Wood, new Vector3(60, 50, 40), new Vector3(150, 134, 116));
        Clear = Vector3.Lerp(new Vector3(52, 70, 58), new Vector3(60, 82, 84), dice.Unit());
        Muddy = Vector3.Lerp(new Vector3(116, 98, 70), new Vector3(134, 112, 92), dice.Unit());
        Turbidity = dice.Between(0, 0.75f);
    }

    /// <summary>The water itself, without what it mirrors.</summary>
    public Vector3 Clear { get; }

    public Vector3 Muddy { get; }

    /// <summary>How muddy at baseflow, from 0 to 1.</summary>
    public float Turbidity { get; }

    public Vector3 At(Material material, int texture)
    {
        var (dark, light) = _materials[(int)material];
        return Vector3.Lerp(dark, light, texture / 255f);
    }

    private void Set(Material material, Vector3 dark, Vector3 light) => _materials[(int)material] = (dark, light);
}
