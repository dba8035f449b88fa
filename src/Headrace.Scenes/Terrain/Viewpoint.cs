namespace Headrace.Scenes.Terrain;

/// <summary>Where a camera stands and what it sees: a pinhole whose lens is shifted, not tilted, so that what is upright stays upright.</summary>
/// <param name="Height">Metres above the gauge's zero.</param>
/// <param name="Focal">Focal length as a part of the picture's width.</param>
/// <param name="Horizon">Row of the horizon as a part of the picture's height; below 0 it lies above the picture.</param>
internal sealed record Viewpoint(float Height, float Focal, float Horizon)
{
    /// <summary>Pictures of any proportions show the same view, stretched.</summary>
    private const float Proportions = 16f / 9;

    /// <summary>Nearer than this nothing is looked for, in metres.</summary>
    public const float Nearest = 1.5f;

    /// <summary>Farther than this land is but a line on the horizon.</summary>
    public const float Farthest = 260;

    public float FocalX(int width) => Focal * width;

    public float FocalY(int height) => Focal * Proportions * height;

    public float HorizonRow(int height) => Horizon * height;
}
