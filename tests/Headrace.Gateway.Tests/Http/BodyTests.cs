using System.Security.Cryptography;
using Headrace.Wire.Checksums;
using Headrace.Wire.Signing;
using Headrace.Wire.Tests.Chunked;
using Xunit;
using static Headrace.Gateway.Tests.Http.TestGateway;

namespace Headrace.Gateway.Tests.Http;

public sealed class BodyTests : IAsyncLifetime
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 20_000).Select(static value => (byte)(value * 7))];

    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_stream_is_sent_unhashed_and_arrives_whole()
    {
        using HttpResponseMessage response = await _gateway.Client.SendAsync("s3", HttpMethod.Put, "/b/k", new StreamContent(new MemoryStream(Payload)));
        await AssertPayloadAsync(response);
    }

    [Fact]
    public async Task A_body_that_is_not_the_hashed_one_is_refused()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData("other"u8));
        using HttpResponseMessage response = await SendAsync(hash, Payload);
        await AssertErrorAsync(
            400, $"XAmzContentSHA256Mismatch|The provided 'x-amz-content-sha256' header does not match what was computed.|ClientComputedContentSHA256={hash}|S3ComputedContentSHA256={Convert.ToHexStringLower(SHA256.HashData(Payload))}", response);
        Assert.Empty(_gateway.S3.Handled);
        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task A_hash_of_something_is_no_hash_of_nothing()
    {
        using HttpResponseMessage response = await SendAsync(Convert.ToHexStringLower(SHA256.HashData("x"u8)), []);
        await AssertErrorAsync(400, "XAmzContentSHA256Mismatch|", response);
    }

    [Theory]
    [InlineData(PayloadHash.SignedChunks)]
    [InlineData(PayloadHash.SignedChunksAndTrailer)]
    [InlineData(PayloadHash.UnsignedTrailer)]
    public async Task Every_chunked_form_is_decoded(string form)
    {
        using HttpResponseMessage response = await SendChunkedAsync(form, Checksum.Compute(ChecksumAlgorithm.CRC64NVME, Payload));
        Dictionary<string, string?> seen = await AssertPayloadAsync(response);
        Assert.Equal("gzip", seen["contentEncoding"]);
        Assert.Equal(form == PayloadHash.SignedChunks ? "" : $"CRC64NVME={Checksum.Compute(ChecksumAlgorithm.CRC64NVME, Payload)}", seen["checksums"]);
    }

    [Theory]
    [InlineData(PayloadHash.SignedChunksAndTrailer, "AAAAAAAAAAA=", "BadDigest|The CRC64NVME you specified did not match the calculated checksum.")]
    [InlineData(PayloadHash.UnsignedTrailer, "AAAAAAAAAAA=", "BadDigest|The CRC64NVME you specified did not match the calculated checksum.")]
    [InlineData(PayloadHash.UnsignedTrailer, "AAAA", "InvalidRequest|Value for x-amz-checksum-crc64nvme trailing header is invalid.")]
    public async Task A_trailing_checksum_must_match(string form, string value, string error)
    {
        using HttpResponseMessage response = await SendChunkedAsync(form, value);
        await AssertErrorAsync(400, error, response);
        Assert.Empty(_gateway.S3.Handled);
        await _gateway.AssertStillServesAsync();
    }

    [Theory]
    [InlineData(12_000, "SignatureDoesNotMatch|", 403)]
    [InlineData(0, "IncompleteBody|", 400)]
    public async Task A_changed_chunk_is_refused(int at, string error, int status)
    {
        using HttpResponseMessage response = await SendChunkedAsync(PayloadHash.SignedChunks, "", body => body[at] ^= 0x80);
        await AssertErrorAsync(status, error, response);
        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task A_chunked_body_must_say_its_decoded_length()
    {
        using HttpResponseMessage missing = await SendAsync(PayloadHash.UnsignedTrailer, "0\r\n\r\n"u8.ToArray());
        await AssertErrorAsync(411, "MissingContentLength|You must provide the Content-Length HTTP header.", missing);
        using HttpResponseMessage wrong = await SendAsync(PayloadHash.UnsignedTrailer, "2\r\nab\r\n0\r\n\r\n"u8.ToArray(), ("x-amz-decoded-content-length", "3"));
        await AssertErrorAsync(400, "IncompleteBody|You did not provide the number of bytes specified by the Content-Length HTTP header", wrong);
        using HttpResponseMessage nothing = await SendAsync(PayloadHash.UnsignedTrailer, [], ("x-amz-decoded-content-length", "0"));
        await AssertErrorAsync(400, "IncompleteBody|The request body terminated unexpectedly", nothing);
        using HttpResponseMessage small = await SendAsync(PayloadHash.UnsignedTrailer, "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"u8.ToArray(), ("x-amz-decoded-content-length", "3"));
        await AssertErrorAsync(400, "InvalidChunkSizeError|Only the last chunk is allowed to have a size less than 8192 bytes|Chunk=1|BadChunkSize=2", small);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.CRC32)]
    [InlineData(ChecksumAlgorithm.CRC32C)]
    [InlineData(ChecksumAlgorithm.CRC64NVME)]
    [InlineData(ChecksumAlgorithm.SHA1)]
    [InlineData(ChecksumAlgorithm.SHA256)]
    public async Task A_checksum_in_a_header_must_match(ChecksumAlgorithm algorithm)
    {
        string right = Checksum.Compute(algorithm, Payload);
        using HttpResponseMessage good = await SendAsync(PayloadHash.Unsigned, Payload, (algorithm.Header, right));
        Assert.Equal($"{algorithm.Name}={right}", (await AssertPayloadAsync(good))["checksums"]);
        using HttpResponseMessage bad = await SendAsync(PayloadHash.Unsigned, Payload, (algorithm.Header, Checksum.Compute(algorithm, "other"u8)));
        await AssertErrorAsync(400, $"BadDigest|The {algorithm.Name} you specified did not match the calculated checksum.", bad);
        using HttpResponseMessage malformed = await SendAsync(PayloadHash.Unsigned, Payload, (algorithm.Header, "wrong"));
        await AssertErrorAsync(400, $"InvalidRequest|Value for {algorithm.Header} header is invalid.", malformed);
        using HttpResponseMessage empty = await SendAsync(PayloadHash.Unsigned, [], (algorithm.Header, right));
        await AssertErrorAsync(400, "BadDigest|", empty);
    }

    [Fact]
    public async Task Only_one_checksum_is_taken()
    {
        using HttpResponseMessage response = await SendAsync(
            PayloadHash.Unsigned, Payload,
            ("x-amz-checksum-crc32", Checksum.Compute(ChecksumAlgorithm.CRC32, Payload)), ("x-amz-checksum-sha1", Checksum.Compute(ChecksumAlgorithm.SHA1, Payload)));
        await AssertErrorAsync(400, "InvalidRequest|Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.", response);
    }

    [Fact]
    public async Task A_trailer_that_is_no_checksum_is_not_supported()
    {
        using HttpResponseMessage response = await SendAsync(
            PayloadHash.UnsignedTrailer, "0\r\nx-amz-meta-a:1\r\n\r\n"u8.ToArray(), ("x-amz-decoded-content-length", "0"), ("x-amz-trailer", "x-amz-meta-a"));
        await AssertErrorAsync(400, "InvalidRequest|The value specified in the x-amz-trailer header is not supported", response);
    }

    [Fact]
    public async Task The_checksum_on_a_completion_is_the_objects_not_the_bodys()
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, "/b/k?uploadId=1", PayloadHash.Unsigned, Payload, ("x-amz-checksum-crc32", Checksum.Compute(ChecksumAlgorithm.CRC32, "object"u8)));
        await AssertPayloadAsync(response);
    }

    private static async Task<Dictionary<string, string?>> AssertPayloadAsync(HttpResponseMessage response)
    {
        Dictionary<string, string?> seen = await SeenAsync(response);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Payload)), seen["body"]);
        Assert.Equal("20000", seen["length"]);
        return seen;
    }

    private Task<HttpResponseMessage> SendAsync(string payloadHash, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, "/b/k", payloadHash, body, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, string payloadHash, byte[] body, params (string Name, string Value)[] headers)
    {
        Dictionary<string, string> all = Headers(headers);
        new RequestSigner(Main, "us-east-1", TimeProvider.System).SignHeaders("s3", method.Method, target, all, payloadHash);
        return await SendAsync(method, target, body, all);
    }

    private async Task<HttpResponseMessage> SendChunkedAsync(string form, string trailer, Action<byte[]>? change = null)
    {
        Dictionary<string, string> headers = Headers(("x-amz-decoded-content-length", "20000"));
        bool hasTrailer = form != PayloadHash.SignedChunks;
        if (hasTrailer)
        {
            headers["x-amz-trailer"] = "x-amz-checksum-crc64nvme";
        }

        var signer = new RequestSigner(Main, "us-east-1", TimeProvider.System);
        byte[] signature = signer.SignHeaders("s3", "PUT", "/b/k", headers, form);
        (string, string)[] trailers = hasTrailer ? [("x-amz-checksum-crc64nvme", trailer)] : [];
        byte[] body = ChunkedBody.Write(Payload, 8192, form == PayloadHash.UnsignedTrailer ? null : signer.ChunksAfter(signature, "s3", headers), trailers);
        change?.Invoke(body);

        // On two lines, as the Java SDK sends it.
        return await SendAsync(HttpMethod.Put, "/b/k", body, headers, "gzip", "aws-chunked");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, byte[] body, Dictionary<string, string> headers, params string[] encodings)
    {
        using var request = new HttpRequestMessage(method, _gateway.Address(target)) { Content = new ByteArrayContent(body) };
        foreach (string encoding in encodings)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _gateway.Http.SendAsync(request);
    }

    private Dictionary<string, string> Headers(params (string Name, string Value)[] headers)
    {
        var all = headers.ToDictionary(static header => header.Name, static header => header.Value, StringComparer.OrdinalIgnoreCase);
        all["Host"] = _gateway.Host.Endpoint.Authority;
        return all;
    }
}
