using System.Numerics;
using System.Runtime.Intrinsics;
using Headrace.Scenes.Light;
using Headrace.Scenes.Terrain;
using Headrace.Scenes.Textures;

namespace Headrace.Scenes.Rendering;

/// <summary>Colours one picture, row by row from the top: land as the relief says, water where the stage covers it. Water mirrors the rows above it.</summary>
internal sealed class FramePainter
{
    private const int Materials = 8;
    private const float RippleTexels = 28;
    private const float PatchTexels = 1.7f;
    private const float CloudTexels = 150;

    private readonly RiverSite _site;
    private readonly Relief _relief;
    private readonly Exposure _exposure;
    private readonly Weather _weather;
    private readonly int _width, _height, _shiftX, _shiftY;
    private readonly float _stage, _drift;
    private readonly byte[] _pixels, _mask;
    private readonly Vector4[] _colours = new Vector4[Materials * 256];
    private readonly float[] _arriving = new float[256];
    private readonly Vector4[] _added = new Vector4[256];
    private readonly float[] _vignette;
    private readonly int[] _shore;
    private readonly Vector4 _water, _sky;
    private readonly float[] _grain;
    private ulong _grainSeed;

    /// <param name="shift">How far the camera has been shaken, in pixels, from the upper left of the relief.</param>
    public FramePainter(RiverSite site, Relief relief, (int Width, int Height) size, (int X, int Y) shift, Weather weather, float stage, ulong seed, byte[] pixels, byte[] mask)
    {
        (_site, _relief, _weather, _stage, _pixels, _mask) = (site, relief, weather, stage, pixels, mask);
        (_width, _height) = size;
        (_shiftX, _shiftY) = shift;
        _exposure = new Exposure(weather);
        _grain = Textures.Grain.Table;
        _grainSeed = seed;
        _drift = (seed >> 44) * 0.37f;
        _shore = new int[_width];
        _vignette = new float[_width];
        for (var x = 0; x < _width; x++)
        {
            var off = (2f * x / _width) - 1;
            _vignette[x] = 1 - (0.1f * off * off);
        }

        var palette = new Palette(site.PaletteSeed);
        for (var material = 0; material < Materials; material++)
        {
            for (var texture = 0; texture < 256; texture++)
            {
                _colours[(material * 256) + texture] = new Vector4(_exposure.Lit(palette.At((Material)material, texture)), 0);
            }
        }

        for (var distance = 0; distance < 256; distance++)
        {
            var metres = Relief.MetresOf(distance);
            var arriving = _exposure.Arriving(metres);
            _arriving[distance] = arriving * _exposure.LampAt(metres);
            _added[distance] = new Vector4(_exposure.Haze * (1 - arriving), 0);
        }

        var muddy = Math.Clamp(palette.Turbidity + ((stage - 0.5f) * 0.3f), 0, 1);
        _water = new Vector4(_exposure.Lit(Vector3.Lerp(palette.Clear, palette.Muddy, muddy)), 0);
        _sky = new Vector4(Vector3.Lerp(_exposure.Zenith, _exposure.Haze, 0.4f), 0);
    }

    public Exposure Exposure => _exposure;

    public void Paint()
    {
        var horizon = _site.View.HorizonRow(_height);
        for (var y = 0; y < _height; y++)
        {
            var (top, low) = Elevations(y);
            var source = ((y + _shiftY) * _relief.Width) + _shiftX;
            var grain = (int)(new Dice(_grainSeed + (ulong)y).Next() % (ulong)(_grain.Length - _width));
            var shade = 1 - (0.08f * (((2f * y / _height) - 1) * ((2f * y / _height) - 1)));
            if (float.IsPositiveInfinity(top))
            {
                PaintSky(y, source, grain, shade, Math.Max(horizon, 0.3f * _height));
            }

            PaintLand(y, source, grain, shade);
            if (low < _stage)
            {
                PaintWater(y, source, grain, shade, horizon);
            }
        }
    }

    /// <summary>Highest and lowest ground in a row.</summary>
    private (float Highest, float Lowest) Elevations(int y)
    {
        var row = _relief.Cells.AsSpan(((y + _shiftY) * _relief.Width) + _shiftX, _width);
        var (highest, lowest) = (float.NegativeInfinity, float.PositiveInfinity);
        foreach (ref readonly var cell in row)
        {
            highest = cell.Elevation > highest ? cell.Elevation : highest;
            lowest = cell.Elevation < lowest ? cell.Elevation : lowest;
        }

        return (highest, lowest);
    }

    private void PaintSky(int y, int source, int grain, float shade, float horizon)
    {
        var down = Math.Clamp(y / horizon, 0, 1);
        var gradient = new Vector4(Vector3.Lerp(_exposure.Zenith, _exposure.Haze, down * down), 0);
        var clouds = new Vector4(_exposure.Clouds, 0);

        // Clouds lie on a ceiling: flatter and closer together towards the horizon.
        var far = 1 / (0.12f + MathF.Max(0, 1.05f - (y / horizon)));
        var v = (far * CloudTexels) + _drift;
        var step = far * CloudTexels / (_width * 0.8f);
        var level = NoiseTile.LevelFor(step);
        var cover = (1.7f * _weather.Overcast) - 0.6f;
        var row = _relief.Cells.AsSpan(source, _width);
        for (var x = 0; x < _width; x++)
        {
            if (row[x].Material == Material.Sky)
            {
                var cloud = Math.Clamp((NoiseTile.Clouds.At(level, ((x - (_width / 2f)) * step) + _drift, v) * 0.55f) + cover, 0, 1);
                Put(y, x, gradient + ((clouds - gradient) * (cloud * (1 - (0.55f * _weather.Overcast)))), (shade * _vignette[x]), grain);
                _shore[x] = y;
            }
        }
    }

    private void PaintLand(int y, int source, int grain, float shade)
    {
        var cells = _relief.Cells.AsSpan(source, _width);
        for (var x = 0; x < cells.Length; x++)
        {
            ref readonly var cell = ref cells[x];
            var above = cell.Elevation - _stage;
            if (above < 0 || cell.Material == Material.Sky)
            {
                continue;
            }

            var distance = cell.Distance;
            var colour = _colours[((int)cell.Material * 256) + cell.Texture] * _arriving[distance];
            if (above < 0.3f && cell.Material != Material.Board)
            {
                // Ground stays dark where waves have been.
                colour *= 0.62f + (above * (0.38f / 0.3f));
            }

            Put(y, x, colour + _added[distance], shade * _vignette[x], grain);
            _shore[x] = y;
        }
    }

    private void PaintWater(int y, int source, int grain, float shade, float horizon)
    {
        var height = _site.View.Height - _stage;
        var depth = height * _site.View.FocalY(_height) / MathF.Max(0.5f, y + 0.5f - horizon);
        var distance = Relief.DistanceOf(depth);
        var perPixel = depth / _site.View.FocalX(_width);
        var cosine = height / MathF.Sqrt((height * height) + (depth * depth));
        var mirrored = 0.02f + (0.98f * MathF.Pow(1 - cosine, 4.2f));
        var arriving = _arriving[distance];
        var (added, water) = (_added[distance], _water * arriving);

        // Waves in metres along and across the river; their far ones melt into each other.
        var perRow = depth * depth / (_site.View.FocalY(_height) * height);
        var level = NoiseTile.LevelFor(MathF.Sqrt(perPixel * MathF.Min(perRow, 12 * perPixel)) * RippleTexels);
        var left = -perPixel * _width / 2;
        var (cos, sin) = _site.Bed.Direction;
        var (u, v) = ((sin * depth) + (cos * left), (cos * depth) - (sin * left));
        var (du, dv) = (cos * perPixel, -sin * perPixel);
        var roughness = 0.25f + (0.75f * _weather.Wind);
        var blur = roughness * _height * 0.028f;
        var sideways = blur * MathF.Min(1, 2.5f * cosine);
        var cells = _relief.Cells.AsSpan(source, _width);
        var patchStep = Math.Max(1, _width / 160);
        var (patch, nextPatch, patchSlope, patchLeft) = (0f, Patch(u, v), 0f, 0);
        for (var x = 0; x < _width; x++, u += du, v += dv)
        {
            if (--patchLeft < 0)
            {
                // Patches are metres wide: a few points along the row are enough.
                patchLeft = patchStep - 1;
                patch = nextPatch;
                var (ahead, beside) = (u + (du * patchStep), v + (dv * patchStep));
                nextPatch = Patch(ahead, beside);
                patchSlope = (nextPatch - patch) / patchStep;
            }

            patch += patchSlope;
            var under = _stage - cells[x].Elevation;
            if (under <= 0)
            {
                continue;
            }

            _mask[(y * _width) + x] = 255;
            var wave = NoiseTile.Ripples.At(level, (u * RippleTexels) + _drift, v * RippleTexels);
            var rough = wave * (0.75f + (0.25f * patch));
            var mirror = Mirrored(y, x, rough * blur, wave * sideways);
            var share = Math.Clamp(mirrored * (1 + (0.3f * rough * roughness)), 0, 0.92f);
            var colour = water * (1 + (0.12f * rough) + (0.04f * patch));
            if (under < 0.35f)
            {
                // The bottom shows through where it is shallow.
                var bottom = _colours[((int)Material.Soil * 256) + cells[x].Texture] * (0.55f * arriving);
                colour += (bottom - colour) * (0.75f * (1 - (under / 0.35f)));
            }

            colour += (mirror - colour) * share;
            Put(y, x, colour + (added * (1 - share)), shade * _vignette[x], grain);
        }
    }

    private float Patch(float u, float v) => NoiseTile.Ripples.At(0, (u * PatchTexels) + _drift, v * PatchTexels * 2);

    /// <summary>What stands as far above the shore in this column as the pixel lies below it.</summary>
    private Vector4 Mirrored(int y, int x, float up, float side)
    {
        // Never from its own row, which is not done yet.
        var row = Math.Min((int)((2 * _shore[x]) - y + up), y - 1);
        if (row < 0)
        {
            return _sky;
        }

        var at = ((row * _width) + Math.Clamp(x + (int)side, 0, _width - 1)) * 3;
        return new Vector4(_pixels[at], _pixels[at + 1], _pixels[at + 2], 0);
    }

    private void Put(int y, int x, Vector4 colour, float shade, int grain)
    {
        colour = (colour * shade) + new Vector4(_grain[grain + x] * _exposure.Grain);
        var bytes = Vector128.ConvertToInt32(Vector4.Clamp(colour, Vector4.Zero, new Vector4(255)).AsVector128());
        var at = ((y * _width) + x) * 3;
        _pixels[at + 2] = (byte)bytes.GetElement(2);
        _pixels[at + 1] = (byte)bytes.GetElement(1);
        _pixels[at] = (byte)bytes.GetElement(0);
    }
}
