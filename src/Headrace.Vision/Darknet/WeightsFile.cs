using System.Buffers.Binary;

namespace Headrace.Vision.Darknet;

/// <summary>
/// Darknet's weights: version (three integers), images seen (64 bits from version 0.2 on, else 32), then the layers' floats one after the other, in the cfg's order.
/// </summary>
internal sealed class WeightsFile : IWeights
{
    private const int VersionLength = 3 * sizeof(int);

    private readonly ReadOnlyMemory<byte> _file;
    private int _at;

    public WeightsFile(ReadOnlyMemory<byte> file)
    {
        _file = file;
        if (file.Length < VersionLength + sizeof(int))
        {
            throw Error($"the weights end inside their header: {file.Length} bytes in all");
        }

        var (major, minor) = (BinaryPrimitives.ReadInt32LittleEndian(file.Span), BinaryPrimitives.ReadInt32LittleEndian(file.Span[sizeof(int)..]));
        if (major is < 0 or > 1000 || minor is < 0 or > 1000)
        {
            // Above 1000 Darknet means weights that are stored transposed; OpenCV refuses them too.
            throw Error($"weights of version {major}.{minor}: either not Darknet's or transposed, which is not implemented");
        }

        _at = VersionLength + ((major * 10) + minor >= 2 ? sizeof(long) : sizeof(int));
        if (_at > file.Length)
        {
            throw Error($"the weights end inside their header: {file.Length} bytes in all");
        }
    }

    /// <summary>The next floats as bytes, where they are in the file.</summary>
    public ReadOnlyMemory<byte> Take(CfgSection section, string what, long count)
    {
        var left = _file.Length - _at;
        if (count > left / sizeof(float))
        {
            throw section.Error($"the weights are truncated: {count} numbers ({what}) are due at byte {_at}, where {left} bytes are left", DarknetFile.Weights);
        }

        var bytes = _file.Slice(_at, (int)count * sizeof(float));
        _at += bytes.Length;
        return bytes;
    }

    /// <summary>The last layer has to end where the file ends: otherwise the two belong to different networks.</summary>
    public void ExpectEnd(CfgSection last)
    {
        if (_at < _file.Length)
        {
            throw last.Error($"{_file.Length - _at} bytes of weights are left after the last layer: the cfg and the weights do not belong together", DarknetFile.Weights);
        }
    }

    private static DarknetException Error(string reason) => new("", 0, reason, DarknetFile.Weights);
}
