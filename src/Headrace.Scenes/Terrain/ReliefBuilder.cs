using Headrace.Scenes.Textures;

namespace Headrace.Scenes.Terrain;

/// <summary>Walks outwards along each column of the picture and draws the ground that comes into view above what is drawn already.</summary>
internal sealed class ReliefBuilder
{
    /// <summary>Ground so low that no stage lets it be seen.</summary>
    private const float DeepBelow = -0.2f;

    private const float GroundTexels = 44;
    private const float LeafTexels = 30;

    private readonly Viewpoint _view;
    private readonly RiverBed _bed;
    private readonly GroundCover _cover;
    private readonly float _focalX, _focalY, _centre, _horizon;
    private readonly float[] _depths;
    private readonly byte[] _distances;

    /// <param name="scaled">Size of the picture without its margin.</param>
    public ReliefBuilder(Viewpoint view, RiverBed bed, GroundCover cover, (int Width, int Height) scaled, int margin)
    {
        (_view, _bed, _cover) = (view, bed, cover);
        (_focalX, _focalY) = (view.FocalX(scaled.Width), view.FocalY(scaled.Height));
        (_centre, _horizon) = ((scaled.Width / 2f) + margin, view.HorizonRow(scaled.Height) + margin);
        Relief = new Relief(scaled.Width + (2 * margin), scaled.Height + (2 * margin));

        // Steps of about ten pixels on flat ground at the bottom of the picture.
        var growth = 1 + Math.Clamp(10f / Relief.Height, 0.011f, 0.03f);
        var depths = new List<float>();
        for (var depth = Viewpoint.Nearest; depth < Viewpoint.Farthest; depth *= growth)
        {
            depths.Add(depth);
        }

        _depths = [.. depths];
        _distances = [.. depths.Select(Relief.DistanceOf)];
    }

    public Relief Relief { get; }

    /// <summary>Column of a point to the side, that far away.</summary>
    public float Column(float x, float z) => _centre + (_focalX * x / z);

    /// <summary>Row of a point that high, that far away.</summary>
    public float Row(float elevation, float z) => _horizon + (_focalY * (_view.Height - elevation) / z);

    public float PixelsPerMetreX(float z) => _focalX / z;

    public float PixelsPerMetreY(float z) => _focalY / z;

    public void DrawGround()
    {
        for (var column = 0; column < Relief.Width; column++)
        {
            DrawColumn(column);
        }
    }

    private void DrawColumn(int column)
    {
        var side = (column - _centre) / _focalX;
        var free = Relief.Height;
        var (lastRow, lastTop, lastGround) = (float.PositiveInfinity, 0f, 0f);
        var lastDepth = 0f;
        for (var step = 0; step < _depths.Length && free > 0; step++)
        {
            var depth = _depths[step];
            _bed.Profile(side * depth, depth, out var index, out var ground, out var reach);
            var canopy = 0f;
            if (Row(ground + reach, depth) < free)
            {
                // Otherwise it is hidden, or below the picture, whatever it looks like.
                _bed.Detail(index, side * depth, depth, ref ground, out canopy);
            }

            var top = ground + canopy;
            var row = Row(top, depth);
            if (float.IsPositiveInfinity(lastRow))
            {
                // What lies right below the camera goes on to the bottom.
                (lastRow, lastTop, lastGround, lastDepth) = (Math.Max(row, Relief.Height), top, ground, depth);
            }

            var first = Math.Max(0, (int)MathF.Ceiling(row));
            if (first < free && top < DeepBelow && lastTop < DeepBelow)
            {
                var deep = new Cell { Elevation = top, Material = Material.Soil, Texture = 128, Distance = _distances[step] };
                for (var y = free - 1; y >= first; y--)
                {
                    Relief.Cells[(y * Relief.Width) + column] = deep;
                }

                free = first;
            }
            else if (first < free)
            {
                var patch = NoiseTile.Ground.At(0, (side * depth * 3) + 57, depth * 3);
                var level = NoiseTile.LevelFor(depth * LeafTexels / _focalX);
                var slope = lastRow > row ? 1 / (lastRow - row) : 0;
                for (var y = free - 1; y >= first; y--)
                {
                    var back = Math.Clamp((y - row) * slope, 0, 1);
                    Draw((y * Relief.Width) + column, side, depth + (back * (lastDepth - depth)), top + (back * (lastTop - top)), ground + (back * (lastGround - ground)), canopy, _distances[step], patch, level);
                }

                free = first;
            }

            (lastRow, lastTop, lastGround, lastDepth) = (row, top, ground, depth);
        }

        for (var y = free - 1; y >= 0; y--)
        {
            Relief.Cells[(y * Relief.Width) + column].Elevation = float.PositiveInfinity;
            Relief.Cells[(y * Relief.Width) + column].Material = Material.Sky;
            Relief.Cells[(y * Relief.Width) + column].Distance = 255;
        }
    }

    private void Draw(int at, float side, float depth, float elevation, float ground, float canopy, byte distance, float patch, int level)
    {
        var x = side * depth;
        Relief.Cells[at].Elevation = elevation;
        Relief.Cells[at].Distance = distance;
        if (elevation < 0)
        {
            // Under water at every stage, if not deep.
            Relief.Cells[at].Material = Material.Soil;
            Relief.Cells[at].Texture = 128;
            return;
        }

        if (canopy > 0 && elevation > ground + 0.15f)
        {
            // A wood's edge is a wall of leaves: lighter above, dark between the stems.
            var up = Math.Clamp((elevation - ground) / canopy, 0, 1);
            var leaf = (0.6f * NoiseTile.Foliage.At(level, ((x * 0.8f) + (depth * 0.6f)) * LeafTexels, elevation * LeafTexels))
                + (0.7f * NoiseTile.Foliage.At(0, ((x * 0.8f) + (depth * 0.6f)) * 7, elevation * 7));
            Relief.Cells[at].Material = Material.Foliage;
            Relief.Cells[at].Texture = Byte(70 + (72 * up) + (34 * leaf));
            return;
        }

        // Steep ground shows its height where flat ground shows its depth.
        var grain = NoiseTile.Foliage.At(level, x * GroundTexels, (depth + (1.6f * elevation)) * GroundTexels);
        Relief.Cells[at].Material = elevation > _cover.GrassFrom + (0.5f * patch) + (0.1f * grain) ? Material.Grass : Material.Soil;
        Relief.Cells[at].Texture = Byte(128 + (22 * patch) + (_cover.Coarseness * grain));
    }

    private static byte Byte(float value) => (byte)Math.Clamp(value, 0, 255);
}
