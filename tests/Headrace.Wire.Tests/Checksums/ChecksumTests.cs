using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.Checksums;
using Xunit;

namespace Headrace.Wire.Tests.Checksums;

public sealed class ChecksumTests
{
    // The check values of "123456789" from the catalogue of parametrised CRC algorithms (reveng); hashes from RFC 3174 tools and FIPS 180-4.
    [Theory]
    [InlineData(ChecksumAlgorithm.CRC32, "CBF43926")]
    [InlineData(ChecksumAlgorithm.CRC32C, "E3069283")]
    [InlineData(ChecksumAlgorithm.CRC64NVME, "AE8B14860A799888")]
    [InlineData(ChecksumAlgorithm.SHA1, "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData(ChecksumAlgorithm.SHA256, "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void Check_values_are_the_published_ones(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Convert.FromBase64String(Checksum.Compute(algorithm, "123456789"u8))));

    // CRC-32C of 32 zeros: RFC 3720, B.4. CRC-64/NVME of 4 KiB of zeros and ones: NVM Command Set specification 1.0c, 5.2.1.3.5.
    [Theory]
    [InlineData(ChecksumAlgorithm.CRC32C, 32, 0x00, "8A9136AA")]
    [InlineData(ChecksumAlgorithm.CRC32C, 32, 0xFF, "62A8AB43")]
    [InlineData(ChecksumAlgorithm.CRC64NVME, 4096, 0x00, "6482D367EB22B64E")]
    [InlineData(ChecksumAlgorithm.CRC64NVME, 4096, 0xFF, "C0DDBA7302ECA3AC")]
    public void Long_runs_are_the_published_ones(ChecksumAlgorithm algorithm, int length, byte value, string expected)
    {
        byte[] data = new byte[length];
        Array.Fill(data, value);
        Assert.Equal(expected, Convert.ToHexString(Convert.FromBase64String(Checksum.Compute(algorithm, data))));
    }

    // Recorded: PutObject of "test data.." in the S3 recordings.
    [Theory]
    [InlineData(ChecksumAlgorithm.CRC32, "cZWHwQ==")]
    [InlineData(ChecksumAlgorithm.CRC32C, "Pf4upw==")]
    [InlineData(ChecksumAlgorithm.SHA1, "B++3uSfJMSHWToQMQ1g6lIJY5Eo=")]
    [InlineData(ChecksumAlgorithm.SHA256, "2l26x0trnT0r2AvakoFk2MB7eKVKzYESLMxSAKAzoik=")]
    public void Values_are_what_S3_returned(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(expected, Checksum.Compute(algorithm, Encoding.UTF8.GetBytes("test data..")));

    [Fact]
    public void Any_split_gives_the_same_value() => Prop.ForAll<byte[], ushort, ushort>((seed, length, cut) =>
    {
        byte[] data = Repeat(seed, length);
        int at = data.Length == 0 ? 0 : cut % (data.Length + 1);
        foreach (ChecksumAlgorithm algorithm in ChecksumNames.All)
        {
            using var checksum = new Checksum(algorithm);
            checksum.Append(data.AsSpan(0, at));
            checksum.Append(data.AsSpan(at));
            Assert.Equal(Checksum.Compute(algorithm, data), checksum.ToBase64());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_one_by_one_give_what_the_folded_whole_gives()
    {
        byte[] data = Repeat([1, 2, 3, 250, 77], 1500);
        foreach (ChecksumAlgorithm algorithm in ChecksumNames.All)
        {
            for (int length = 0; length < data.Length; length += 37)
            {
                using var checksum = new Checksum(algorithm);
                foreach (byte value in data.AsSpan(0, length))
                {
                    checksum.Append([value]);
                }

                Assert.Equal(checksum.ToBase64(), Checksum.Compute(algorithm, data.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void Parts_combine_to_the_whole() => Prop.ForAll<byte[], ushort, ushort>((seed, length, cut) =>
    {
        byte[] data = Repeat(seed, length);
        int at = data.Length == 0 ? 0 : cut % (data.Length + 1);
        foreach (ChecksumAlgorithm algorithm in ChecksumNames.All.Where(algorithm => algorithm.Combines))
        {
            byte[][] parts = [data[..at], data[at..], [], [7]];
            byte[] whole = [.. data, 7];
            Assert.Equal(
                Checksum.Compute(algorithm, whole),
                Checksum.Combine(algorithm, parts.Select(part => (Checksum.Compute(algorithm, part), part.LongLength))));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lengths_beyond_4_GiB_combine()
    {
        // Appending n zeros and then m equals appending n + m.
        const long Long = 5L << 30;
        string one = Checksum.Compute(ChecksumAlgorithm.CRC64NVME, [1]);
        string zeros = Checksum.Combine(ChecksumAlgorithm.CRC64NVME, [(one, 1), (one, Long), (one, 3)]);
        string tail = Checksum.Combine(ChecksumAlgorithm.CRC64NVME, [(one, Long), (one, 3)]);
        Assert.Equal(Checksum.Combine(ChecksumAlgorithm.CRC64NVME, [(one, 1), (tail, Long + 3)]), zeros);
    }

    [Fact]
    public void Hashes_do_not_combine() =>
        Assert.Throws<ArgumentException>(() => Checksum.Combine(ChecksumAlgorithm.SHA256, [("", 0)]));

    [Fact]
    public void Composite_is_the_checksum_of_the_parts_checksums()
    {
        byte[] first = Convert.FromBase64String(Checksum.Compute(ChecksumAlgorithm.SHA256, "a"u8));
        byte[] second = Convert.FromBase64String(Checksum.Compute(ChecksumAlgorithm.SHA256, "b"u8));
        Assert.Equal(
            Checksum.Compute(ChecksumAlgorithm.SHA256, [.. first, .. second]) + "-2",
            Checksum.Composite(ChecksumAlgorithm.SHA256, [Convert.ToBase64String(first), Convert.ToBase64String(second)]));
    }

    [Theory]
    [InlineData("CRC64NVME", ChecksumAlgorithm.CRC64NVME)]
    [InlineData("crc32c", ChecksumAlgorithm.CRC32C)]
    [InlineData("MD5", null)]
    [InlineData("0", null)]
    public void Names_are_read_in_any_case(string name, ChecksumAlgorithm? expected)
    {
        Assert.Equal(expected, ChecksumNames.Parse(name));
        Assert.Equal(expected, ChecksumNames.ParseHeader("X-Amz-Checksum-" + name));
    }

    [Theory]
    [InlineData("cZWHwQ==", true)]
    [InlineData("cZWHwQ", false)]
    [InlineData("cZWHwcE=", false)]
    [InlineData("not base64", false)]
    [InlineData("", false)]
    public void A_value_must_be_base64_of_the_right_size(string value, bool expected) =>
        Assert.Equal(expected, ChecksumAlgorithm.CRC32.Accepts(value));

    private static byte[] Repeat(byte[] seed, int length)
    {
        byte[] data = new byte[seed.Length == 0 ? 0 : length];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(seed[i % seed.Length] + (i / seed.Length));
        }

        return data;
    }
}
