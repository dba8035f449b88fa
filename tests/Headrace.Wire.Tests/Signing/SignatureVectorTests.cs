using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Wire.Tests.Signing;

/// <summary>AWS's own examples: "Authenticating Requests" of the Amazon S3 API reference, and the Signature Version 4 test suite.</summary>
public sealed class SignatureVectorTests
{
    private static readonly AwsCredentials Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly FixedTime May2013 = new(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
    private static readonly KeyRing Keys = new(Example, May2013);

    [Fact]
    public void Get_object() => AssertVerifies(
        PayloadHash.Empty, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        "GET", "/test.txt", "host;range;x-amz-content-sha256;x-amz-date",
        ("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9"));

    [Fact]
    public void Put_object() => AssertVerifies(
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        "PUT", "/test%24file.text", "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        ("Host", "examplebucket.s3.amazonaws.com"), ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"));

    [Fact]
    public void Get_bucket_lifecycle() => AssertVerifies(
        PayloadHash.Empty, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "GET", "/?lifecycle", "host;x-amz-content-sha256;x-amz-date", ("Host", "examplebucket.s3.amazonaws.com"));

    [Fact]
    public void List_objects() => AssertVerifies(
        PayloadHash.Empty, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        "GET", "/?prefix=J&max-keys=2", "host;x-amz-content-sha256;x-amz-date", ("Host", "examplebucket.s3.amazonaws.com"));

    [Fact]
    public void Chunked_upload_seed() => AssertVerifies(
        PayloadHash.SignedChunks, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        "PUT", "/examplebucket/chunkObject.txt",
        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
        ("Host", "s3.amazonaws.com"), ("Content-Encoding", "aws-chunked"), ("Content-Length", "66824"),
        ("x-amz-decoded-content-length", "66560"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"));

    [Fact]
    public void Chunked_upload_with_trailer_seed() => AssertVerifies(
        PayloadHash.SignedChunksAndTrailer, "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        "PUT", "/examplebucket/chunkObject.txt",
        "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
        ("Host", "s3.amazonaws.com"), ("Content-Encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", "66560"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("x-amz-trailer", "x-amz-checksum-crc32c"));

    [Fact]
    public void Presigned_get_object()
    {
        const string Target = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
        const string Signature = "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        var request = new PlainRequest("GET", Target + Signature, ("Host", "examplebucket.s3.amazonaws.com"));
        Verify(request);
        Assert.Equal(
            Target + Signature,
            new RequestSigner(Example, "us-east-1", May2013).Presign("s3", "GET", "/test.txt", "examplebucket.s3.amazonaws.com", TimeSpan.FromDays(1)));
    }

    // From aws-sig-v4-test-suite, whose service is called "service" and whose time is 2015-08-30T12:36:00Z.
    [Theory]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/example/..", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "//", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/./", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    public void Other_services_normalise_the_path(string method, string target, string signature)
    {
        var time = new FixedTime(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        var suite = new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "example.amazonaws.com" };
        Assert.Equal(signature, Convert.ToHexStringLower(new RequestSigner(suite, "us-east-1", time).SignHeaders("service", method, target, headers, PayloadHash.Empty)));
    }

    private static void AssertVerifies(
        string payloadHash, string signature, string method, string target, string signedHeaders, params (string Name, string Value)[] headers) => Verify(new PlainRequest(
            method, target,
            [
                .. headers, ("x-amz-date", "20130524T000000Z"), ("x-amz-content-sha256", payloadHash),
                ("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders={signedHeaders},Signature={signature}"),
            ]));

    private static void Verify(PlainRequest request)
    {
        SignatureClaim claim = SignatureClaim.Read(request)!;
        SigningKey key = new SignatureVerifier(Keys, May2013).Admit(claim);
        byte[] signature = SignatureVerifier.Verify(claim, key, request, SignatureVerifier.PayloadHashOf(claim, request));
        Assert.Equal(claim.Signature, Convert.ToHexStringLower(signature));
    }
}
