using Headrace.Scenes.Textures;

namespace Headrace.Scenes.Terrain;

/// <summary>The ground around a camera as heights in metres above the gauge's zero: a channel between two banks, seen at an angle, a little winding.</summary>
/// <remarks>The camera stands at (0, 0) and looks along z; x is to its right.</remarks>
internal sealed class RiverBed
{
    /// <summary>Table entries per metre across the river.</summary>
    private const float Resolution = 8;
    private const float Reach = 320;

    /// <summary>Texels of ground noise per metre for bumps.</summary>
    private const float Bumpiness = 9;

    private const float TallestCrown = 1.7f;

    private readonly float[] _heights, _canopies, _roughness;
    private readonly float _cos, _sin, _offset;
    private readonly float[] _meander = new float[1024];
    private readonly float _meanderScale, _meanderPhase;

    /// <param name="angle">0: the river flows across the picture; a quarter turn: away from the camera.</param>
    /// <param name="offset">Metres from the camera across to the near bank's toe; negative when the camera stands above the water.</param>
    /// <param name="width">Metres from toe to toe.</param>
    /// <param name="meander">Metres that the river swings to either side, and over how many metres of its length.</param>
    public RiverBed(Bank near, Bank far, float angle, float offset, float width, (float Swing, float Length, float Phase) meander)
    {
        Near = near;
        Far = far;
        Width = width;
        (_sin, _cos) = MathF.SinCos(angle);
        _offset = offset;
        _meanderScale = _meander.Length / meander.Length;
        _meanderPhase = meander.Phase * _meander.Length;
        for (var i = 0; i < _meander.Length; i++)
        {
            _meander[i] = meander.Swing * MathF.Sin(2 * MathF.PI * i / _meander.Length);
        }

        var entries = (int)(((2 * Reach) + width) * Resolution) + 2;
        (_heights, _canopies, _roughness) = (new float[entries], new float[entries], new float[entries]);
        for (var i = 0; i < entries; i++)
        {
            var across = (i / Resolution) - Reach;
            var bank = across < width / 2 ? near : far;
            var outwards = across < width / 2 ? -across : across - width;
            _heights[i] = outwards > 0 ? bank.HeightAt(outwards) : Bank.Toe - (1.2f * MathF.Sin(MathF.PI * across / width));
            _canopies[i] = outwards > bank.Width + bank.Forest ? bank.Canopy * MathF.Min(1, 0.55f + ((outwards - bank.Width - bank.Forest) / 25)) : 0;
            _roughness[i] = outwards > -1 ? bank.Roughness * MathF.Min(1, 0.4f + (outwards / 6)) : 0;
        }
    }

    public Bank Near { get; }

    public Bank Far { get; }

    /// <summary>Metres from toe to toe.</summary>
    public float Width { get; }

    /// <summary>Cosine and sine of the angle between the river and the picture's plane.</summary>
    public (float Cos, float Sin) Direction => (_cos, _sin);

    /// <summary>Metres across the river from the near toe (0) to the far one and beyond.</summary>
    public float Across(float x, float z) => (_cos * z) - (_sin * x) - _offset - Meander(Along(x, z));

    public float Along(float x, float z) => (_sin * z) + (_cos * x);

    /// <summary>Where a point that far across and along is.</summary>
    public (float X, float Z) Place(float across, float along)
    {
        var distance = across + _offset + Meander(along);
        return ((_cos * along) - (_sin * distance), (_sin * along) + (_cos * distance));
    }

    /// <summary>Height of the ground.</summary>
    public float GroundAt(float x, float z)
    {
        var at = Index(x, z);
        return _heights[at] + Bumps(at, x, z);
    }

    /// <summary>Height of the ground without its bumps, and how much more it and the trees on it may reach.</summary>
    public void Profile(float x, float z, out int index, out float ground, out float reach)
    {
        var across = Math.Clamp((Across(x, z) + Reach) * Resolution, 0, _heights.Length - 2);
        index = (int)across;
        ground = _heights[index] + ((across - index) * (_heights[index + 1] - _heights[index]));
        reach = (4 * _roughness[index]) + (TallestCrown * _canopies[index]);
    }

    /// <summary>The bumps and the trees at a point of a <see cref="Profile"/>.</summary>
    public void Detail(int index, float x, float z, ref float ground, out float canopy)
    {
        ground += Bumps(index, x, z);
        canopy = _canopies[index];
        if (canopy > 0)
        {
            // Crowns of some metres, each with its own height, and gaps at the wood's edge.
            canopy *= Math.Clamp(0.95f + (0.26f * NoiseTile.Ground.At(0, (x * 6) + 91, z * 6)) + (0.07f * NoiseTile.Foliage.At(1, x * 24, z * 24)), 0.12f, TallestCrown);
        }
    }

    private float Bumps(int index, float x, float z) => _roughness[index] == 0 ? 0 : _roughness[index] * NoiseTile.Ground.At(1, x * Bumpiness, z * Bumpiness);

    private int Index(float x, float z) => (int)Math.Clamp((Across(x, z) + Reach) * Resolution, 0, _heights.Length - 2);

    private float Meander(float along) => _meander[(int)((along * _meanderScale) + _meanderPhase + (1 << 20)) & (_meander.Length - 1)];
}
