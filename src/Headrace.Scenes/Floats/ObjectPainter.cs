using System.Collections.Immutable;
using System.Numerics;
using Headrace.Scenes.Light;
using Headrace.Scenes.Rendering;
using Headrace.Scenes.Terrain;

namespace Headrace.Scenes.Floats;

/// <summary>Puts boats and debris on the water and people on the banks, and says where they are.</summary>
internal sealed class ObjectPainter
{
    /// <summary>Smaller ones are no objects to anyone: parts of the picture's height.</summary>
    private const float LeastHeight = 0.016f;

    /// <summary>Of an object that is partly hidden or outside, so much must show.</summary>
    private const float LeastSeen = 0.55f;
    private const int Tries = 40;

    private readonly RiverSite _river;
    private readonly Relief _relief;
    private readonly (int X, int Y) _shift;
    private readonly float _stage;
    private readonly Exposure _exposure;
    private readonly CameraFrame _frame;

    public ObjectPainter(RiverSite river, Relief relief, (int X, int Y) shift, float stage, Exposure exposure, CameraFrame frame) =>
        (_river, _relief, _shift, _stage, _exposure, _frame) = (river, relief, shift, stage, exposure, frame);

    /// <summary>Up to six objects; far ones first, so that near ones cover them.</summary>
    public ImmutableArray<SceneObject> Paint(ulong seed)
    {
        var dice = new Dice(seed);
        var places = new List<(string Label, float X, float Z, float Foot, List<Shape> Shapes)>();
        Add(SceneObject.Boat, dice.Below(3), ref dice);
        Add(SceneObject.Person, dice.Below(4), ref dice);
        Add(SceneObject.Debris, dice.Below(3), ref dice);
        var objects = new List<SceneObject>();
        foreach (var (label, x, z, foot, shapes) in places.OrderByDescending(place => place.Z))
        {
            if (Draw(label, x, z, foot, shapes) is { } drawn)
            {
                objects.Add(drawn);
            }
        }

        return [.. objects];

        void Add(string label, int count, ref Dice dice)
        {
            for (; count > 0; count--)
            {
                if (Place(label == SceneObject.Person, ref dice) is { } place && places.TrueForAll(other => Vector2.Distance(new(other.X, other.Z), new(place.X, place.Z)) > 4.5f))
                {
                    var shapes = label switch
                    {
                        SceneObject.Boat => ShapeMaker.Boat(ref dice),
                        SceneObject.Person => ShapeMaker.Person(ref dice),
                        _ => ShapeMaker.Debris(ref dice),
                    };
                    places.Add((label, place.X, place.Z, place.Foot, shapes));
                }
            }
        }
    }

    /// <summary>Somewhere in view: on dry ground below the wood, or on open water.</summary>
    private (float X, float Z, float Foot)? Place(bool isOnLand, ref Dice dice)
    {
        var bed = _river.Bed;
        for (var trial = 0; trial < Tries; trial++)
        {
            float across;
            if (isOnLand)
            {
                var isNear = dice.Chance(0.5f);
                var bank = isNear ? bed.Near : bed.Far;
                var outwards = bank.Width * dice.Between(0.1f, 1.25f);
                across = isNear ? -outwards : bed.Width + outwards;
                if (outwards > bank.Width + bank.Forest)
                {
                    continue;
                }
            }
            else
            {
                across = bed.Width * dice.Between(0.1f, 0.9f);
            }

            var (x, z) = bed.Place(across, dice.Between(-25, 60));
            var foot = isOnLand ? bed.GroundAt(x, z) : _stage;
            if (z < 6 || z > 75 || (isOnLand && foot < _stage + 0.12f))
            {
                continue;
            }

            var (column, row) = ((0.5f * _frame.Width) + (_river.View.FocalX(_frame.Width) * x / z), Row(foot, z));
            if (column > 0 && column < _frame.Width && row > 0.08f * _frame.Height && row < _frame.Height)
            {
                return (x, z, foot);
            }
        }

        return null;
    }

    private float Row(float elevation, float z) => _river.View.HorizonRow(_frame.Height) + (_river.View.FocalY(_frame.Height) * (_river.View.Height - elevation) / z);

    private SceneObject? Draw(string label, float x, float z, float foot, List<Shape> shapes)
    {
        var (perMetreX, perMetreY) = (_river.View.FocalX(_frame.Width) / z, _river.View.FocalY(_frame.Height) / z);
        var (centre, ground) = ((0.5f * _frame.Width) + (perMetreX * x), Row(foot, z));
        var corners = shapes.SelectMany(shape => shape.Corners).ToList();
        var (left, right) = (centre + (perMetreX * corners.Min(corner => corner.X)), centre + (perMetreX * corners.Max(corner => corner.X)));
        var (top, bottom) = (ground - (perMetreY * corners.Max(corner => corner.Y)), ground - (perMetreY * corners.Min(corner => corner.Y)));
        if (bottom - top < LeastHeight * _frame.Height)
        {
            return null;
        }

        var distance = Relief.DistanceOf(z);
        var light = _exposure.LampAt(z) * _exposure.Arriving(z);
        var haze = _exposure.Haze * (1 - _exposure.Arriving(z));
        var colours = shapes.Select(shape => (_exposure.Lit(shape.Colour) * light) + haze).ToArray();
        var seen = new List<(int At, int X, int Y, Vector3 Colour, float Share)>();
        var whole = 0;
        for (var y = (int)top; y <= (int)bottom; y++)
        {
            for (var column = (int)left; column <= (int)right; column++)
            {
                var (colour, samples) = (Vector3.Zero, 0);
                for (var sample = 0; sample < 4; sample++)
                {
                    var across = (column + 0.25f + (0.5f * (sample & 1)) - centre) / perMetreX;
                    var up = (ground - y - 0.25f - (0.5f * (sample >> 1))) / perMetreY;
                    if (shapes.FindLastIndex(shape => shape.Contains(across, up)) is >= 0 and var index)
                    {
                        colour += colours[index];
                        samples++;
                    }
                }

                if (samples < 2)
                {
                    continue;
                }

                whole++;
                if (column >= 0 && column < _frame.Width && y >= 0 && y < _frame.Height && _relief.Cells[((y + _shift.Y) * _relief.Width) + column + _shift.X].Distance + 1 >= distance)
                {
                    seen.Add(((y * _frame.Width) + column, column, y, colour / samples, samples / 4f));
                }
            }
        }

        if (whole == 0 || seen.Count < LeastSeen * whole)
        {
            return null;
        }

        foreach (var (_, column, y, colour, _) in seen)
        {
            // Its image in the water, broken by waves.
            var mirrored = (int)((2 * ground) - y);
            if (mirrored >= 0 && mirrored < _frame.Height && _frame.WaterMask[(mirrored * _frame.Width) + column] != 0)
            {
                Blend(((mirrored * _frame.Width) + column) * 3, colour * 0.7f, 0.4f);
            }
        }

        foreach (var (at, _, _, colour, share) in seen)
        {
            Blend(at * 3, colour, share);
            _frame.WaterMask[at] = 0;
        }

        var (x0, y0) = (seen.Min(pixel => pixel.X), seen.Min(pixel => pixel.Y));
        return new SceneObject(label, new PixelBox(x0, y0, seen.Max(pixel => pixel.X) - x0 + 1, seen.Max(pixel => pixel.Y) - y0 + 1));
    }

    private void Blend(int at, Vector3 colour, float share)
    {
        // What grain was there stays.
        for (var channel = 0; channel < 3; channel++)
        {
            _frame.Rgb[at + channel] = (byte)Math.Clamp(float.Lerp(_frame.Rgb[at + channel], colour[channel], share * 0.94f), 0, 255);
        }
    }
}
