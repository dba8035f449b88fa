using System.Numerics;

namespace Headrace.Scenes.Floats;

/// <summary>Boats, people and debris, no two alike.</summary>
internal static class ShapeMaker
{
    private static readonly Vector3[] _paints =
    [
        new(232, 232, 228), new(196, 52, 44), new(44, 82, 160), new(40, 120, 74), new(226, 124, 36), new(222, 196, 60), new(120, 84, 52), new(70, 74, 80),
    ];

    private static readonly Vector3[] _skins = [new(226, 182, 150), new(186, 134, 100), new(122, 82, 58)];

    public static List<Shape> Boat(ref Dice dice)
    {
        var (hull, trim) = (Paint(ref dice), Paint(ref dice));
        var shapes = new List<Shape>();
        switch (dice.Below(3))
        {
            case 0:
                // A kayak or canoe with who paddles it.
                var half = dice.Between(1.7f, 2.6f);
                Hull(half, 0.32f, 0.95f);
                Sitter(dice.Between(-0.4f, 0.3f), 0.2f, ref dice);
                break;
            case 1:
                // A rowing boat, with or without people.
                half = dice.Between(1.5f, 2.4f);
                Hull(half, dice.Between(0.45f, 0.65f), 0.8f);
                for (var people = dice.Below(3); people > 0; people--)
                {
                    Sitter(dice.Between(-0.6f, 0.6f) * half, 0.35f, ref dice);
                }

                break;
            default:
                // A motor boat with a cabin.
                half = dice.Between(2.2f, 3.8f);
                var side = dice.Between(0.6f, 0.95f);
                var (from, to) = (-half * dice.Between(0.2f, 0.6f), half * dice.Between(0.1f, 0.4f));
                var roof = side + dice.Between(0.7f, 1.3f);
                shapes.Add(new Shape([new(from, side * 0.8f), new(to + 0.4f, side * 0.8f), new(to, roof), new(from, roof)], new Vector3(228, 228, 226)));
                shapes.Add(Shape.Box(from + 0.15f, side + 0.12f, to - 0.1f, roof - 0.18f, new Vector3(48, 58, 70)));
                Hull(half, side, 0.88f);
                break;
        }

        return Facing(shapes, ref dice);

        void Hull(float length, float freeboard, float stern)
        {
            shapes.Add(new Shape([new(-length * stern, -0.08f), new(length * 0.78f, -0.08f), new(length, freeboard * 1.15f), new(0.2f * length, freeboard * 0.92f), new(-length, freeboard)], hull));
            shapes.Add(new Shape([new(-length, freeboard), new(0.2f * length, freeboard * 0.92f), new(length, freeboard * 1.15f), new(length * 0.97f, freeboard), new(0.2f * length, freeboard * 0.76f), new(-length * 0.99f, freeboard * 0.84f)], trim));
        }

        void Sitter(float x, float seat, ref Dice dice)
        {
            shapes.Insert(0, Shape.Box(x - 0.2f, seat, x + 0.2f, seat + 0.58f, Paint(ref dice)));
            shapes.Insert(0, Shape.Disc(x, seat + 0.74f, 0.14f, _skins[dice.Below(3)]));
            if (dice.Chance(0.5f))
            {
                shapes.Add(Shape.Bar(new(x - 0.9f, seat + dice.Between(0, 0.5f)), new(x + 0.9f, seat + dice.Between(0, 0.5f)), 0.05f, 1, new Vector3(170, 140, 90)));
            }
        }
    }

    public static List<Shape> Person(ref Dice dice)
    {
        var tall = dice.Between(1.5f, 1.92f);
        var (coat, legs, skin) = (Paint(ref dice), Paint(ref dice) * 0.6f, _skins[dice.Below(3)]);
        var stride = dice.Between(0.02f, 0.3f);
        var hip = 0.48f * tall;
        var shapes = new List<Shape>
        {
            Shape.Bar(new(-0.06f, hip), new(-stride, 0), 0.2f, 0.7f, legs * 0.85f),
            Shape.Bar(new(0.06f, hip), new(stride, 0), 0.2f, 0.7f, legs),
            new([new(-0.17f, hip - 0.05f), new(0.17f, hip - 0.05f), new(0.24f, 0.8f * tall), new(0.1f, 0.85f * tall), new(-0.1f, 0.85f * tall), new(-0.24f, 0.8f * tall)], coat),
            Shape.Bar(new(-0.21f, 0.79f * tall), new(-0.21f - dice.Between(0, 0.3f), 0.45f * tall), 0.13f, 0.7f, coat * 0.8f),
            Shape.Bar(new(0.21f, 0.79f * tall), new(0.21f + dice.Between(0, 0.35f), dice.Between(0.42f, 0.75f) * tall), 0.13f, 0.7f, coat * 0.9f),
            Shape.Disc(0, 0.925f * tall, 0.075f * tall, skin),
        };
        if (dice.Chance(0.6f))
        {
            shapes.Add(new Shape([new(-0.13f, 0.93f * tall), new(0.13f, 0.93f * tall), new(0.1f, 1.01f * tall), new(-0.1f, 1.01f * tall)], Paint(ref dice) * 0.7f));
        }

        return Facing(shapes, ref dice);
    }

    public static List<Shape> Debris(ref Dice dice)
    {
        var bark = Vector3.Lerp(new Vector3(84, 62, 42), new Vector3(140, 120, 96), dice.Unit());
        var shapes = new List<Shape>();
        var logs = 1 + dice.Below(3);
        for (var log = 0; log < logs; log++)
        {
            var half = dice.Between(0.8f, 2.2f);
            var (rise, thick) = (dice.Between(-0.12f, 0.2f), dice.Between(0.2f, 0.42f));
            var middle = dice.Between(-0.6f, 0.6f);
            shapes.Add(Shape.Bar(new(middle - half, 0.06f), new(middle + half, 0.06f + rise), thick, dice.Between(0.45f, 0.8f), bark * dice.Between(0.8f, 1.1f)));
            shapes.Add(Shape.Bar(new(middle - half, 0.06f + (0.28f * thick)), new(middle + half, 0.06f + rise + (0.2f * thick)), 0.25f * thick, 0.6f, bark * 1.3f));
            shapes.Add(Shape.Disc(middle - half, 0.06f, 0.5f * thick, bark * 1.45f));
            for (var twigs = dice.Below(5); twigs > 0; twigs--)
            {
                var at = middle + dice.Between(-0.8f, 0.9f) * half;
                shapes.Add(Shape.Bar(new(at, 0.08f), new(at + dice.Between(-0.5f, 0.5f), dice.Between(0.25f, 0.85f)), dice.Between(0.06f, 0.12f), 0.4f, bark * 0.8f));
            }
        }

        return Facing(shapes, ref dice);
    }

    private static Vector3 Paint(ref Dice dice) => _paints[dice.Below(_paints.Length)] * dice.Between(0.7f, 1.05f);

    private static List<Shape> Facing(List<Shape> shapes, ref Dice dice)
    {
        // Turned to either side, and more or less away from the camera.
        var turn = (dice.Chance(0.5f) ? 1 : -1) * dice.Between(0.62f, 1);
        return [.. shapes.Select(shape => shape with { Corners = [.. shape.Corners.Select(corner => corner with { X = corner.X * turn })] })];
    }
}
