using System.Numerics;

namespace Headrace.Scenes.Floats;

/// <summary>A polygon of one colour in metres: to the right of and above the point where its object stands or floats.</summary>
internal readonly record struct Shape(Vector2[] Corners, Vector3 Colour)
{
    public bool Contains(float x, float y)
    {
        var isInside = false;
        for (var (i, before) = (0, Corners.Length - 1); i < Corners.Length; before = i++)
        {
            var (one, other) = (Corners[i], Corners[before]);
            if (one.Y > y != other.Y > y && x < ((other.X - one.X) * (y - one.Y) / (other.Y - one.Y)) + one.X)
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }

    public static Shape Box(float left, float bottom, float right, float top, Vector3 colour) =>
        new([new(left, bottom), new(right, bottom), new(right, top), new(left, top)], colour);

    public static Shape Disc(float x, float y, float radius, Vector3 colour)
    {
        var corners = new Vector2[12];
        for (var i = 0; i < corners.Length; i++)
        {
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * i / corners.Length);
            corners[i] = new Vector2(x + (radius * cos), y + (radius * sin));
        }

        return new Shape(corners, colour);
    }

    /// <summary>A bar from one point to another, thinner at its end.</summary>
    public static Shape Bar(Vector2 from, Vector2 to, float thickness, float taper, Vector3 colour)
    {
        var along = Vector2.Normalize(to - from);
        var side = new Vector2(-along.Y, along.X) * (thickness / 2);
        return new Shape([from + side, to + (side * taper), to - (side * taper), from - side], colour);
    }
}
