namespace Headrace.Scenes.Floats;

/// <summary>Something in the picture that is neither land nor water.</summary>
/// <param name="Label"><c>boat</c>, <c>person</c> or <c>debris</c>.</param>
public sealed record SceneObject(string Label, PixelBox Box)
{
    public const string Boat = "boat";
    public const string Person = "person";
    public const string Debris = "debris";
}
