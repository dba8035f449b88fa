using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Wire.Tests.Signing;

public sealed class SignatureVerifierTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AwsCredentials Main = new("000000000000", "secret");

    private readonly FixedTime _time = new(Start);
    private readonly KeyRing _keys;
    private readonly SignatureVerifier _verifier;

    public SignatureVerifierTests()
    {
        _keys = new KeyRing(Main, _time);
        _verifier = new SignatureVerifier(_keys, _time);
    }

    [Fact]
    public void What_the_signer_signs_the_verifier_accepts() => Prop.ForAll<NonNull<string>, NonNull<string>, bool>((key, value, s3) =>
    {
        string service = s3 ? "s3" : "lambda";
        string target = $"/bucket/{UriEncoding.Encode(Clean(key.Get), keepSlash: true)}?b={UriEncoding.Encode(Clean(value.Get))}&a&a=%2B";
        Dictionary<string, string> headers = Signed(service, "PUT", target, ("x-amz-meta-x", Clean(value.Get)));
        Verify(PlainRequest.Of("PUT", target, headers));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_change_of_what_is_signed_is_a_mismatch()
    {
        Dictionary<string, string> headers = Signed("s3", "PUT", "/bucket/key?x=1", ("x-amz-meta-a", "1"));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("GET", "/bucket/key?x=1", headers));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/Key?x=1", headers));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket//key?x=1", headers));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=2", headers));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=1", With(headers, "x-amz-meta-a", "2")));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=1", With(headers, "x-amz-content-sha256", PayloadHash.Unsigned)));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=1", With(headers, "Host", "elsewhere")));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=1", With(headers, "Authorization", headers["Authorization"][..^1])));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("PUT", "/bucket/key?x=1", With(headers, "Authorization", headers["Authorization"][..^64] + new string('0', 64))));
    }

    [Fact]
    public void A_mismatch_shows_what_was_calculated()
    {
        Dictionary<string, string> headers = Signed("s3", "GET", "/bucket/key");
        SignatureException failure = AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("HEAD", "/bucket/key", headers));
        Assert.Equal(
            ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes", "CanonicalRequest", "CanonicalRequestBytes"],
            failure.Details.Select(detail => detail.Name));
        Assert.StartsWith("AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/us-east-1/s3/aws4_request\n", failure.Details[1].Value, StringComparison.Ordinal);
        Assert.StartsWith("41 57 53 34 2d", failure.Details[3].Value, StringComparison.Ordinal);
        Assert.StartsWith("HEAD\n/bucket/key\n\nhost:localhost:4566\n", failure.Details[4].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-15, true)]
    [InlineData(15, true)]
    [InlineData(-16, false)]
    [InlineData(16, false)]
    public void Clocks_may_differ_by_fifteen_minutes(int minutes, bool accepted)
    {
        Dictionary<string, string> headers = Signed("s3", "GET", "/bucket");
        _time.Now += TimeSpan.FromMinutes(minutes);
        if (accepted)
        {
            Verify(PlainRequest.Of("GET", "/bucket", headers));
        }
        else
        {
            SignatureException failure = AssertFails(SignatureFailure.TimeTooSkewed, PlainRequest.Of("GET", "/bucket", headers));
            Assert.Equal(("RequestTime", "20260102T030405Z"), failure.Details[0]);
            Assert.Equal(("MaxAllowedSkewMilliseconds", "900000"), failure.Details[2]);
        }
    }

    [Fact]
    public void A_presigned_url_ends_with_its_lifetime()
    {
        string target = new RequestSigner(Main, "us-east-1", _time).Presign("s3", "GET", "/bucket/a%20b?versionId=1", "localhost", TimeSpan.FromSeconds(60));
        var request = new PlainRequest("GET", target, ("Host", "localhost"));
        Verify(request);
        _time.Now += TimeSpan.FromSeconds(60);
        Verify(request);
        _time.Now += TimeSpan.FromSeconds(1);
        SignatureException failure = AssertFails(SignatureFailure.Expired, request);
        Assert.Equal([("X-Amz-Expires", "60"), ("Expires", "2026-01-02T03:05:05Z"), ("ServerTime", "2026-01-02T03:05:06Z")], failure.Details);
        _time.Now = Start - TimeSpan.FromMinutes(16);
        AssertFails(SignatureFailure.NotYetValid, request);
    }

    [Theory]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=604801", "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=-1", "X-Amz-Expires must be non-negative")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=soon", "X-Amz-Expires should be a number")]
    [InlineData("X-Amz-Expires=60&", "", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")]
    [InlineData("aws4_request", "aws5_request", "Error parsing the X-Amz-Credential parameter; incorrect terminal \"aws5_request\". This endpoint uses \"aws4_request\".")]
    [InlineData("X-Amz-Date=20260102T030405Z", "X-Amz-Date=2026", "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")]
    public void Presigned_parameters_must_be_well_formed(string part, string replacement, string message)
    {
        string target = new RequestSigner(Main, "us-east-1", _time).Presign("s3", "GET", "/bucket/key", "localhost", TimeSpan.FromSeconds(60));
        Assert.Contains(part, target, StringComparison.Ordinal);
        SignatureException failure = AssertFails(SignatureFailure.MalformedQuery, new PlainRequest("GET", target.Replace(part, replacement, StringComparison.Ordinal), ("Host", "localhost")));
        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/s3/aws4_request, SignedHeaders=host", SignatureFailure.MalformedHeader)]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/aws4_request, SignedHeaders=host, Signature=0", SignatureFailure.MalformedHeader)]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/2026/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0", SignatureFailure.MalformedHeader)]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0", SignatureFailure.MalformedHeader)]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20260102/aws-global/s3/aws4_request, SignedHeaders=host, Signature=0", SignatureFailure.MalformedHeader)]
    [InlineData("AWS4-HMAC-SHA256 ", SignatureFailure.MalformedHeader)]
    [InlineData("AWS 000000000000:c2lnbmF0dXJl", SignatureFailure.UnsupportedMechanism)]
    [InlineData("Bearer token", SignatureFailure.UnsupportedMechanism)]
    [InlineData("Credential=a/b/c/d/e", SignatureFailure.UnsupportedMechanism)]
    public void Malformed_authorization_is_refused(string authorization, SignatureFailure expected)
    {
        var request = new PlainRequest("GET", "/", ("Host", "localhost"), ("x-amz-date", "20260102T030405Z"), ("x-amz-content-sha256", PayloadHash.Empty), ("Authorization", authorization));
        SignatureClaim.ServiceOf(request);
        AssertFails(expected, request);
    }

    [Fact]
    public void A_version_2_presigned_url_is_refused_by_name()
    {
        SignatureException failure = AssertFails(
            SignatureFailure.UnsupportedMechanism, new PlainRequest("GET", "/bucket/key?AWSAccessKeyId=A&Signature=b&Expires=1", ("Host", "localhost")));
        Assert.Equal("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", failure.Message);
    }

    [Fact]
    public void Every_amz_header_must_be_signed_on_S3()
    {
        Dictionary<string, string> headers = Signed("s3", "PUT", "/bucket/key");
        headers["X-Amz-Meta-Later"] = "1";
        headers["x-amz-acl"] = "public-read";
        SignatureException failure = AssertFails(SignatureFailure.HeadersNotSigned, PlainRequest.Of("PUT", "/bucket/key", headers));
        Assert.Equal(("HeadersNotSigned", "x-amz-acl, x-amz-meta-later"), Assert.Single(failure.Details));
    }

    [Fact]
    public void Without_a_date_or_a_payload_hash_nothing_is_signed()
    {
        Dictionary<string, string> headers = Signed("s3", "GET", "/");
        headers.Remove("x-amz-content-sha256");
        AssertFails(SignatureFailure.MissingPayloadHash, PlainRequest.Of("GET", "/", headers));
        AssertFails(SignatureFailure.InvalidPayloadHash, PlainRequest.Of("GET", "/", With(headers, "x-amz-content-sha256", "e3b0")));
        headers.Remove("x-amz-date");
        AssertFails(SignatureFailure.MissingDate, PlainRequest.Of("GET", "/", headers));
    }

    [Fact]
    public void An_unknown_access_key_is_named()
    {
        Dictionary<string, string> headers = Signed("s3", "GET", "/", new AwsCredentials("AKIAUNKNOWN", "secret"));
        SignatureException failure = AssertFails(SignatureFailure.UnknownAccessKey, PlainRequest.Of("GET", "/", headers));
        Assert.Equal(("AWSAccessKeyId", "AKIAUNKNOWN"), Assert.Single(failure.Details));
    }

    [Fact]
    public void Temporary_credentials_work_until_they_end()
    {
        AwsCredentials issued = _keys.Issue("function:gauge", TimeSpan.FromMinutes(5));
        Assert.Matches("^ASIA[A-Z2-7]{16}$", issued.AccessKeyId);
        Assert.Equal(40, issued.SecretAccessKey.Length);
        Verify(PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued)));
        Verify(PlainRequest.Of("POST", "/2015-03-31/functions", Signed("lambda", "POST", "/2015-03-31/functions", issued)));
        string presigned = new RequestSigner(issued, "us-east-1", _time).Presign("s3", "GET", "/b/k", "localhost", TimeSpan.FromHours(1));
        Verify(new PlainRequest("GET", presigned, ("Host", "localhost")));

        _time.Now += TimeSpan.FromMinutes(5);
        AssertFails(SignatureFailure.ExpiredToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued)));
        AssertFails(SignatureFailure.ExpiredToken, new PlainRequest("GET", presigned, ("Host", "localhost")));
    }

    [Fact]
    public void Temporary_credentials_cannot_be_mixed_forged_or_used_without_their_token()
    {
        AwsCredentials issued = _keys.Issue("a", TimeSpan.FromMinutes(5));
        AwsCredentials other = _keys.Issue("b", TimeSpan.FromMinutes(5));
        AwsCredentials foreign = new KeyRing(Main, _time).Issue("a", TimeSpan.FromMinutes(5));
        Assert.NotEqual(issued.AccessKeyId, other.AccessKeyId);
        AssertFails(SignatureFailure.UnknownAccessKey, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued with { SessionToken = null })));
        AssertFails(SignatureFailure.InvalidToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued with { SessionToken = other.SessionToken })));
        AssertFails(SignatureFailure.InvalidToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued with { SessionToken = "AAAA" })));
        AssertFails(SignatureFailure.InvalidToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued with { SessionToken = "not base64!" })));
        AssertFails(SignatureFailure.InvalidToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", foreign)));
        AssertFails(SignatureFailure.InvalidToken, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", Main with { SessionToken = issued.SessionToken })));
        AssertFails(SignatureFailure.Mismatch, PlainRequest.Of("GET", "/", Signed("s3", "GET", "/", issued with { SecretAccessKey = "guess" })));
    }

    [Fact]
    public void A_key_is_derived_for_each_day_and_region()
    {
        for (int day = 0; day < 3; day++)
        {
            foreach (string region in new[] { "us-east-1", "eu-west-1" })
            {
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "localhost" };
                new RequestSigner(Main, region, _time).SignHeaders("s3", "GET", "/", headers, PayloadHash.Empty);
                Verify(PlainRequest.Of("GET", "/", headers));
            }

            _time.Now += TimeSpan.FromDays(1);
        }
    }

    [Fact]
    public void Spaces_in_header_values_are_collapsed()
    {
        Dictionary<string, string> headers = Signed("s3", "PUT", "/bucket/key", ("x-amz-meta-a", "  one   two  "));
        Verify(PlainRequest.Of("PUT", "/bucket/key", With(headers, "x-amz-meta-a", "one two")));
    }

    [Fact]
    public void Credentials_do_not_print_their_secret() =>
        Assert.Equal("000000000000", string.Format(CultureInfo.InvariantCulture, "{0}", Main));

    private static string Clean(string text) => new([.. text.Where(static character => character is >= ' ' and < '\u007f' or >= '\u00a1' and < '\ud800')]);

    private static Dictionary<string, string> With(Dictionary<string, string> headers, string name, string value) =>
        new(headers, StringComparer.OrdinalIgnoreCase) { [name] = value };

    private Dictionary<string, string> Signed(string service, string method, string target, params (string Name, string Value)[] more) =>
        Signed(service, method, target, Main, more);

    private Dictionary<string, string> Signed(string service, string method, string target, AwsCredentials credentials, params (string Name, string Value)[] more)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = "localhost:4566" };
        foreach ((string name, string value) in more)
        {
            headers[name] = value;
        }

        new RequestSigner(credentials, "us-east-1", _time).SignHeaders(service, method, target, headers, PayloadHash.Empty);
        return headers;
    }

    private void Verify(PlainRequest request)
    {
        SignatureClaim claim = SignatureClaim.Read(request)!;
        string payloadHash = claim.Scope.Service == "s3" ? SignatureVerifier.PayloadHashOf(claim, request) : PayloadHash.Empty;
        SignatureVerifier.Verify(claim, _verifier.Admit(claim), request, payloadHash);
    }

    private SignatureException AssertFails(SignatureFailure expected, PlainRequest request)
    {
        SignatureException failure = Assert.Throws<SignatureException>(() => Verify(request));
        Assert.Equal(expected, failure.Failure);
        return failure;
    }
}
