using System.Numerics;

namespace Headrace.Vision.Photographs;

/// <summary>A river on one afternoon. Colours are red, green, blue from 0 to 255.</summary>
internal sealed class Scene
{
    private readonly int height;
    private readonly float horizon;
    private readonly FractalNoise clouds, land, water, grain;
    private readonly float[] skyline, shore;
    private readonly float highestSkyline, lowestSkyline, highestShore, lowestShore;
    private readonly float[] cloudRow, landRow, waterRow, grainRow;
    private readonly Vector3 zenith, haze, green, stream;

    public Scene(int seed, int width, int height)
    {
        this.height = height;
        var random = new Random(seed);
        var scale = width / 1200f;
        clouds = new FractalNoise(Seed(random), 260 * scale, 6, 0.55f, 1.6f);
        land = new FractalNoise(Seed(random), 48 * scale, 6, 0.78f);
        water = new FractalNoise(Seed(random), 20 * scale, 4, 0.7f, 5);
        grain = new FractalNoise(Seed(random), 1, 1, 1);
        (cloudRow, landRow, waterRow, grainRow) = (new float[width], new float[width], new float[width], new float[width]);
        horizon = height * (0.3f + (0.15f * random.NextSingle()));
        skyline = Line(new FractalNoise(Seed(random), 400 * scale, 7, 0.5f), width, horizon * 0.72f, horizon * 0.25f);
        shore = Line(new FractalNoise(Seed(random), 300 * scale, 6, 0.55f), width, horizon + ((height - horizon) * 0.25f), (height - horizon) * 0.2f);
        (highestSkyline, lowestSkyline, highestShore, lowestShore) = (skyline.Min(), skyline.Max(), shore.Min(), shore.Max());
        var light = 0.7f + (0.35f * random.NextSingle());
        zenith = new Vector3(70 + random.Next(40), 120 + random.Next(40), 200) * light;
        haze = new Vector3(215, 222 - random.Next(20), 225) * light;
        green = new Vector3(70 + random.Next(50), 95 + random.Next(25), 45) * light;
        stream = new Vector3(70 + random.Next(40), 85 + random.Next(20), 75 + random.Next(20)) * light;
    }

    public void DrawRow(int y, Span<byte> row)
    {
        FillWhere(y < lowestSkyline, clouds, y, cloudRow);
        FillWhere(y >= highestSkyline && y < lowestShore, land, y, landRow);
        FillWhere(y >= highestShore, water, y, waterRow);
        grain.Fill(y, grainRow);
        var depth = Math.Clamp((y - horizon) / (height - horizon), 0, 1);
        for (var x = 0; x < cloudRow.Length; x++)
        {
            var colour = ColourAt(x, y, depth) + new Vector3(grainRow[x] * 4);
            row[3 * x] = (byte)Math.Clamp(colour.X, 0, 255);
            row[(3 * x) + 1] = (byte)Math.Clamp(colour.Y, 0, 255);
            row[(3 * x) + 2] = (byte)Math.Clamp(colour.Z, 0, 255);
        }
    }

    private Vector3 ColourAt(int x, int y, float depth)
    {
        if (y < skyline[x])
        {
            var sky = Vector3.Lerp(zenith, haze, y / horizon);
            return Vector3.Lerp(sky, new Vector3(245), Math.Clamp((cloudRow[x] * 1.6f) + 0.1f, 0, 1));
        }

        if (y < shore[x])
        {
            var distance = Math.Clamp((shore[x] - y) / (shore[x] - skyline[x]), 0, 1);
            return Vector3.Lerp(green * (1 + (0.7f * landRow[x])), haze, distance * 0.45f);
        }

        var glitter = waterRow[x];
        return Vector3.Lerp(haze, stream, 0.35f + (0.5f * depth)) * (1 + (0.28f * glitter * (0.5f + depth)));
    }

    private static void FillWhere(bool isSeen, FractalNoise noise, int y, float[] row)
    {
        if (isSeen)
        {
            noise.Fill(y, row);
        }
    }

    private static float[] Line(FractalNoise noise, int width, float level, float amplitude)
    {
        var line = new float[width];
        noise.Fill(0, line);
        for (var x = 0; x < width; x++)
        {
            line[x] = level + (amplitude * line[x]);
        }

        return line;
    }

    private static uint Seed(Random random) => (uint)random.Next();
}
