using Headrace.Scenes.Textures;

namespace Headrace.Scenes.Terrain;

/// <summary>Draws what stands on the ground into a relief: whatever is nearer covers what is farther.</summary>
internal static class UprightThings
{
    private const float PostWidth = 0.09f;

    public static void DrawStone(ReliefBuilder builder, RiverBed bed, Stone stone)
    {
        var relief = builder.Relief;
        var foot = bed.GroundAt(stone.X, stone.Z) - (0.15f * stone.Height);
        var (centre, base_) = (builder.Column(stone.X, stone.Z), builder.Row(foot, stone.Z));
        var (wide, high) = (stone.Radius * builder.PixelsPerMetreX(stone.Z), stone.Height * builder.PixelsPerMetreY(stone.Z));
        if (wide < 0.7f || high < 0.7f)
        {
            return;
        }

        var distance = Relief.DistanceOf(stone.Z);
        var isBush = stone.Material == Material.Foliage;
        var texels = stone.Radius * 90 / wide;
        var level = NoiseTile.LevelFor(texels);
        for (var y = Math.Max(0, (int)(base_ - (high * 1.2f))); y <= Math.Min(relief.Height - 1, (int)base_); y++)
        {
            for (var x = Math.Max(0, (int)(centre - (wide * 1.2f))); x <= Math.Min(relief.Width - 1, (int)(centre + (wide * 1.2f))); x++)
            {
                var (right, up) = ((x - centre) / wide, (base_ - y) / high);
                var grain = NoiseTile.Foliage.At(level, (stone.X * 400) + (right * stone.Radius * 90), (stone.Z * 400) + (up * stone.Height * 90));
                var rim = (right * right) + (up * up);
                var at = (y * relief.Width) + x;
                if (rim + ((isBush ? 0.22f : 0.05f) * grain) > 1 || relief.Cells[at].Distance < distance)
                {
                    continue;
                }

                var light = isBush ? (50 * up) + (34 * grain) - 30 : (60 * up) - (26 * right) + (13 * grain) - 22;
                relief.Cells[at].Elevation = foot + (up * stone.Height);
                relief.Cells[at].Material = stone.Material;
                relief.Cells[at].Texture = (byte)Math.Clamp(stone.Tone + light, 0, 255);
                relief.Cells[at].Distance = distance;
            }
        }
    }

    public static void DrawBoard(ReliefBuilder builder, GaugeBoard board)
    {
        var relief = builder.Relief;
        var wide = board.Width * builder.PixelsPerMetreX(board.Z);
        var left = builder.Column(board.X, board.Z) - (wide / 2);
        var (top, foot) = (builder.Row(GaugeBoard.Top, board.Z), builder.Row(GaugeBoard.Foot, board.Z));
        var perMetre = builder.PixelsPerMetreY(board.Z);
        var post = PostWidth / board.Width;
        var distance = Relief.DistanceOf(board.Z);
        for (var y = Math.Max(0, (int)top - 1); y <= Math.Min(relief.Height - 1, (int)foot); y++)
        {
            for (var x = Math.Max(0, (int)(left - (post * wide))); x <= Math.Min(relief.Width - 1, (int)(left + wide + 1)); x++)
            {
                var at = (y * relief.Width) + x;
                if (relief.Cells[at].Distance < distance)
                {
                    continue;
                }

                // Four samples a pixel: ticks that are finer than pixels become gray, as in a lens.
                var (dark, light, wood) = (0, 0, 0);
                for (var sample = 0; sample < 4; sample++)
                {
                    var across = (x + 0.25f + (0.5f * (sample & 1)) - left) / wide;
                    var elevation = GaugeBoard.Top - ((y + 0.25f + (0.5f * (sample >> 1)) - top) / perMetre);
                    if (elevation > GaugeBoard.Top)
                    {
                        continue;
                    }

                    _ = across switch
                    {
                        < 0 => across >= -post ? wood++ : 0,
                        <= 1 when GaugeBoard.IsMarked(across, elevation) => dark++,
                        <= 1 => light++,
                        _ => 0,
                    };
                }

                if (dark + light + wood < 2)
                {
                    continue;
                }

                relief.Cells[at].Elevation = GaugeBoard.Top - ((y + 0.5f - top) / perMetre);
                relief.Cells[at].Material = wood > dark + light ? Material.Wood : Material.Board;
                relief.Cells[at].Texture = (byte)(wood > dark + light ? 128 : 20 + (light * 228 / (dark + light)));
                relief.Cells[at].Distance = distance;
            }
        }
    }
}
