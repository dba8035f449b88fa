using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Headrace.Vision.Darknet;

/// <summary>Seeded weights of whatever size a cfg needs, scaled so that signals neither die nor explode; written to a stream as Darknet writes them.</summary>
internal sealed class RandomWeights : IWeights
{
    /// <summary>As a file of version 0.2 begins.</summary>
    private const int HeaderLength = 20;

    private readonly Stream _stream;
    private readonly Random _random;
    private readonly double _gain;
    private long _filters = 1;

    public RandomWeights(Stream stream, int seed, double gain)
    {
        _stream = stream;
        _random = new Random(seed);
        _gain = gain;
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header[sizeof(int)..], 2);
        stream.Write(header);
    }

    public ReadOnlyMemory<byte> Take(CfgSection section, string what, long count)
    {
        if (count > int.MaxValue / sizeof(float))
        {
            throw section.Error($"{count} numbers ({what}) are more than random weights are made of");
        }

        if (what == "biases")
        {
            _filters = count;
        }

        var (least, most) = what switch
        {
            "scales" or "variances" => (0.5, 1.5),
            "weights" => Spread(_gain * Math.Sqrt(6.0 * _filters / count)),
            _ => Spread(0.1),
        };
        var bytes = new byte[count * sizeof(float)];
        foreach (ref var number in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
        {
            number = (float)(least + (_random.NextDouble() * (most - least)));
        }

        _stream.Write(bytes);
        return bytes;
    }

    public void ExpectEnd(CfgSection last)
    {
    }

    private static (double Least, double Most) Spread(double half) => (-half, half);
}
