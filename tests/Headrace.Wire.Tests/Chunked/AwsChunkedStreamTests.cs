using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.Chunked;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Wire.Tests.Chunked;

public sealed class AwsChunkedStreamTests
{
    private const string Crc32C = "x-amz-checksum-crc32c";
    private static readonly SigningKey Key = new(
        new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), new CredentialScope("20130524", "us-east-1", "s3"));

    private static readonly AwsChunkedForm Unsigned = AwsChunkedForm.Of(PayloadHash.UnsignedTrailer)!;
    private static readonly AwsChunkedForm Signed = AwsChunkedForm.Of(PayloadHash.SignedChunks)!;
    private static readonly AwsChunkedForm SignedWithTrailer = AwsChunkedForm.Of(PayloadHash.SignedChunksAndTrailer)!;

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html: 65 KiB of 'a' in chunks of 64 KiB and 1 KiB.
    [Fact]
    public async Task The_documented_chunk_signatures_verify()
    {
        byte[] body = Example(
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "");
        Assert.Equal(66824, body.Length);
        await using var stream = new AwsChunkedStream(
            new MemoryStream(body), Signed, Signer("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"), 66560, []);
        Assert.Equal(new string('a', 66560), Encoding.ASCII.GetString(await ReadAsync(stream)));
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
    [Theory]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==\r\n")]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==\n\r\n")] // as minio-go sends it
    public async Task The_documented_trailer_signature_verifies(string trailer)
    {
        byte[] body = Example(
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
            trailer + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n");
        await using var stream = new AwsChunkedStream(
            new MemoryStream(body), SignedWithTrailer, Signer("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"), 66560, [Crc32C]);
        Assert.Equal(66560, (await ReadAsync(stream)).Length);
        Assert.Equal("sOO8/Q==", stream.Trailers[Crc32C]);
    }

    [Fact]
    public void Any_payload_survives_any_split() => Prop.ForAll<byte[], int[], ushort>((seed, pieces, size) =>
    {
        byte[] payload = Repeat(seed, size);
        int[] reads = [.. pieces.Select(static piece => Math.Abs(piece % 20_000))];
        foreach (AwsChunkedForm form in new[] { Unsigned, Signed, SignedWithTrailer })
        {
            (string, string)[] trailers = form.HasTrailer ? [(Crc32C, "sOO8/Q==")] : [];
            byte[] body = ChunkedBody.Write(payload, 8192, form.SignedChunks ? Signer() : null, trailers);
            using var stream = new AwsChunkedStream(new TrickleStream(body, reads), form, Signer(), payload.Length, [.. trailers.Select(static trailer => trailer.Item1)]);
            Assert.Equal(payload, ReadAsync(stream, reads).GetAwaiter().GetResult());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_truncation_goes_unnoticed()
    {
        byte[] body = ChunkedBody.Write(Repeat([1, 2, 3], 20_000), 8192, Signer(), (Crc32C, "sOO8/Q=="));
        for (int length = 0; length < body.Length; length += length is > 16_000 and < 20_000 ? 1 : 97)
        {
            using var stream = new AwsChunkedStream(new MemoryStream(body[..length]), SignedWithTrailer, Signer(), 20_000, [Crc32C]);
            AwsChunkedException failure = Assert.Throws<AwsChunkedException>(() => ReadAsync(stream).GetAwaiter().GetResult());
            Assert.Equal(AwsChunkedFault.Truncated, failure.Fault);
        }
    }

    [Fact]
    public void No_changed_byte_goes_unnoticed() => Prop.ForAll<ushort, byte>((at, flip) =>
    {
        byte[] body = ChunkedBody.Write(Repeat([1, 2, 3], 10_000), 8192, Signer(), (Crc32C, "sOO8/Q=="));
        int position = at % body.Length;
        body[position] ^= (byte)(flip | 1);
        using var stream = new AwsChunkedStream(new MemoryStream(body), SignedWithTrailer, Signer(), 10_000, [Crc32C]);
        byte[]? read = null;
        Exception? failure = Record.Exception(() => read = ReadAsync(stream).GetAwaiter().GetResult());

        // Hex digits and the trailer's name may change case, and the space round its value may be any; nothing else.
        Assert.True(failure is AwsChunkedException || (read!.Length == 10_000 && stream.Trailers[Crc32C] == "sOO8/Q=="), $"byte {position} ^ {flip | 1}");
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", null)]
    [InlineData("0\r\n\r\n", AwsChunkedFault.LengthMismatch)]
    [InlineData("4\r\nhell\r\n0\r\n\r\n", AwsChunkedFault.LengthMismatch)]
    [InlineData("6\r\nhello!\r\n0\r\n\r\n", AwsChunkedFault.LengthMismatch)]
    [InlineData("ffffffffffffffff\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("00000000000000005\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5;chunk-signature=00\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5;x\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("\r\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5\nhello\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5\r\nhelloo\r\n0\r\n\r\n", AwsChunkedFault.MalformedChunk)]
    [InlineData("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", AwsChunkedFault.MalformedTrailer)]
    [InlineData("5\r\nhello\r\n0\r\nno colon\r\n\r\n", AwsChunkedFault.MalformedTrailer)]
    [InlineData("5\r\nhello\r\n0\r\n\r\nmore", AwsChunkedFault.MalformedTrailer)]
    [InlineData("5\r\nhello\r\n0\r\n", AwsChunkedFault.Truncated)]
    [InlineData("5\r\nhello\r\n", AwsChunkedFault.Truncated)]
    [InlineData("5\r\nhel", AwsChunkedFault.Truncated)]
    [InlineData("", AwsChunkedFault.Truncated)]
    [InlineData("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", AwsChunkedFault.ChunkTooSmall)]
    public async Task Framing_is_strict(string body, AwsChunkedFault? expected)
    {
        await using var stream = new AwsChunkedStream(new MemoryStream(Encoding.ASCII.GetBytes(body)), Unsigned, null, 5, []);
        if (expected is null)
        {
            Assert.Equal("hello", Encoding.ASCII.GetString(await ReadAsync(stream)));
            return;
        }

        AwsChunkedException failure = await Assert.ThrowsAsync<AwsChunkedException>(() => ReadAsync(stream));
        Assert.Equal(expected, failure.Fault);
        Assert.Same(failure, await Assert.ThrowsAsync<AwsChunkedException>(() => ReadAsync(stream)));
    }

    [Fact]
    public async Task Lines_are_bounded()
    {
        byte[] body = Encoding.ASCII.GetBytes("5\r\nhello\r\n0\r\nx-amz-checksum-crc32c:" + new string('A', 100_000) + "\r\n\r\n");
        await using var stream = new AwsChunkedStream(new TrickleStream(body, 700), Unsigned, null, 5, [Crc32C]);
        AwsChunkedException failure = await Assert.ThrowsAsync<AwsChunkedException>(() => ReadAsync(stream));
        Assert.Equal(AwsChunkedFault.MalformedTrailer, failure.Fault);
    }

    [Fact]
    public async Task An_announced_trailer_must_arrive()
    {
        await using var stream = new AwsChunkedStream(new MemoryStream("5\r\nhello\r\n0\r\n\r\n"u8.ToArray()), Unsigned, null, 5, [Crc32C]);
        Assert.Equal(AwsChunkedFault.MalformedTrailer, (await Assert.ThrowsAsync<AwsChunkedException>(() => ReadAsync(stream))).Fault);
    }

    [Fact]
    public async Task A_signed_trailer_needs_its_signature()
    {
        byte[] signed = ChunkedBody.Write("hello"u8.ToArray(), 8192, Signer(), (Crc32C, "sOO8/Q=="));
        byte[] body = [.. signed[..signed.AsSpan().IndexOf("x-amz-trailer-signature"u8)], .. "\r\n"u8];
        await using var stream = new AwsChunkedStream(new MemoryStream(body), SignedWithTrailer, Signer(), 5, [Crc32C]);
        await Assert.ThrowsAsync<AwsChunkedException>(() => ReadAsync(stream));
    }

    private static ChunkSigner Signer(string? seed = null) => new(Key, "20130524T000000Z", Convert.FromHexString(seed ?? new string('0', 64)));

    private static byte[] Example(string first, string second, string last, string trailer) => Encoding.ASCII.GetBytes(
        $"10000;chunk-signature={first}\r\n{new string('a', 65536)}\r\n400;chunk-signature={second}\r\n{new string('a', 1024)}\r\n0;chunk-signature={last}\r\n{trailer}\r\n");

    private static async Task<byte[]> ReadAsync(Stream stream, params int[] sizes)
    {
        using var payload = new MemoryStream();
        byte[] buffer = new byte[20_000];
        for (int turn = 0; ; turn++)
        {
            int size = sizes.Length == 0 ? buffer.Length : Math.Max(1, sizes[turn % sizes.Length]);
            int read = await stream.ReadAsync(buffer.AsMemory(0, size));
            if (read == 0)
            {
                return payload.ToArray();
            }

            payload.Write(buffer, 0, read);
        }
    }

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
