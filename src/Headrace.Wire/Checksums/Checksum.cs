using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Headrace.Wire.Checksums;

/// <summary>One checksum, computed as bytes pass. Values are base64 of the big-endian value, as S3's headers carry them.</summary>
public sealed class Checksum : IDisposable
{
    private readonly Crc? _crc;
    private readonly IncrementalHash? _hash;
    private ulong _register;

    public Checksum(ChecksumAlgorithm algorithm)
    {
        Algorithm = algorithm;
        _crc = CrcOf(algorithm);
        _register = _crc?.Initial ?? 0;
        _hash = algorithm switch
        {
            ChecksumAlgorithm.SHA1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
            ChecksumAlgorithm.SHA256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            _ => null,
        };
    }

    public ChecksumAlgorithm Algorithm { get; }

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_crc is not null)
        {
            _register = _crc.Update(_register, data);
        }
        else
        {
            _hash!.AppendData(data);
        }
    }

    /// <summary>The value of everything appended so far; more may follow.</summary>
    public string ToBase64()
    {
        Span<byte> value = stackalloc byte[32];
        if (_crc is null)
        {
            _hash!.GetCurrentHash(value);
        }
        else
        {
            WriteCrc(Algorithm, _register ^ _crc.Initial, value);
        }

        return Convert.ToBase64String(value[..Algorithm.Size]);
    }

    public void Dispose() => _hash?.Dispose();

    public static string Compute(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> data)
    {
        using var checksum = new Checksum(algorithm);
        checksum.Append(data);
        return checksum.ToBase64();
    }

    /// <summary>The COMPOSITE value of an object in parts: the checksum of the parts' raw values, and <c>-N</c>.</summary>
    /// <param name="parts">The parts' base64 values in order.</param>
    /// <exception cref="FormatException">A part's value is not base64.</exception>
    public static string Composite(ChecksumAlgorithm algorithm, IReadOnlyCollection<string> parts)
    {
        using var checksum = new Checksum(algorithm);
        foreach (string part in parts)
        {
            checksum.Append(Convert.FromBase64String(part));
        }

        return $"{checksum.ToBase64()}-{parts.Count}";
    }

    /// <summary>The FULL_OBJECT value of an object in parts, from the parts' own CRCs and lengths, without reading their bytes.</summary>
    /// <exception cref="ArgumentException">The algorithm does not combine: it is a hash.</exception>
    /// <exception cref="FormatException">A part's value is not base64 of the algorithm's size.</exception>
    public static string Combine(ChecksumAlgorithm algorithm, IEnumerable<(string Value, long Length)> parts)
    {
        Crc crc = CrcOf(algorithm) ?? throw new ArgumentException($"{algorithm.Name} values cannot be combined.", nameof(algorithm));
        ulong combined = 0; // the value of no bytes at all
        foreach ((string value, long length) in parts)
        {
            combined = crc.Combine(combined, ReadCrc(algorithm, value), length);
        }

        Span<byte> raw = stackalloc byte[8];
        WriteCrc(algorithm, combined, raw);
        return Convert.ToBase64String(raw[..algorithm.Size]);
    }

    private static Crc? CrcOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.CRC32 => Crc.Crc32,
        ChecksumAlgorithm.CRC32C => Crc.Crc32C,
        ChecksumAlgorithm.CRC64NVME => Crc.Crc64Nvme,
        _ => null,
    };

    private static void WriteCrc(ChecksumAlgorithm algorithm, ulong value, Span<byte> destination) =>
        BinaryPrimitives.WriteUInt64BigEndian(destination, value << (64 - (8 * algorithm.Size)));

    private static ulong ReadCrc(ChecksumAlgorithm algorithm, string value)
    {
        Span<byte> raw = stackalloc byte[8];
        return algorithm.Accepts(value) && Convert.TryFromBase64String(value, raw, out int size)
            ? BinaryPrimitives.ReadUInt64BigEndian(raw) >> (64 - (8 * size))
            : throw new FormatException($"'{value}' is no {algorithm.Name} value.");
    }
}
