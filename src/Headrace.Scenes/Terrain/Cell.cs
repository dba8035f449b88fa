namespace Headrace.Scenes.Terrain;

/// <summary>What one pixel shows of dry land. All of it in one place: columns are drawn top to bottom, each pixel on another page of memory.</summary>
internal struct Cell
{
    /// <summary>Metres above the gauge's zero; infinite where no stage reaches.</summary>
    public float Elevation;

    public Material Material;

    /// <summary>Light and dark of its surface, 128 in the middle.</summary>
    public byte Texture;

    /// <summary>On a logarithmic scale: see <see cref="Relief.DistanceOf"/>.</summary>
    public byte Distance;
}
