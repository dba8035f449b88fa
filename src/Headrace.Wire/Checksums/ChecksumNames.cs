namespace Headrace.Wire.Checksums;

/// <summary>What the wire calls an algorithm, and what it can do.</summary>
public static class ChecksumNames
{
    public const string HeaderPrefix = "x-amz-checksum-";

    public static IReadOnlyList<ChecksumAlgorithm> All { get; } = Enum.GetValues<ChecksumAlgorithm>();

    private static readonly string[] Names = [.. All.Select(static algorithm => algorithm.ToString())];

    private static readonly string[] Headers = [.. Names.Select(static name => HeaderPrefix + name.ToLowerInvariant())];

    extension(ChecksumAlgorithm algorithm)
    {
        /// <summary><c>CRC64NVME</c>.</summary>
        public string Name => Names[(int)algorithm];

        /// <summary><c>x-amz-checksum-crc64nvme</c>.</summary>
        public string Header => Headers[(int)algorithm];

        /// <summary>Bytes of the raw value; its base64 is what travels.</summary>
        public int Size => algorithm switch
        {
            ChecksumAlgorithm.CRC32 or ChecksumAlgorithm.CRC32C => 4,
            ChecksumAlgorithm.CRC64NVME => 8,
            ChecksumAlgorithm.SHA1 => 20,
            _ => 32,
        };

        /// <summary>Whether the parts' values combine to the whole object's (CRCs do, hashes do not).</summary>
        public bool Combines => algorithm <= ChecksumAlgorithm.CRC64NVME;

        /// <summary>Whether <paramref name="value"/> is base64 of as many bytes as this algorithm has.</summary>
        public bool Accepts(string value)
        {
            Span<byte> raw = stackalloc byte[48];
            return value.Length <= 44 && Convert.TryFromBase64String(value, raw, out int length) && length == algorithm.Size;
        }
    }

    /// <summary>By AWS's name, in any case; null when there is no such algorithm.</summary>
    public static ChecksumAlgorithm? Parse(string name)
    {
        int index = Array.FindIndex(Names, candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (ChecksumAlgorithm)index;
    }

    /// <summary>By header or trailer name, in any case; null when it names no checksum.</summary>
    public static ChecksumAlgorithm? ParseHeader(string header) =>
        header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase) ? Parse(header[HeaderPrefix.Length..]) : null;
}
