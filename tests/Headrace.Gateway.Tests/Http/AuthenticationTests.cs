using System.Net;
using System.Text;
using Headrace.Wire.Signing;
using Xunit;
using static Headrace.Gateway.Tests.Http.TestGateway;

namespace Headrace.Gateway.Tests.Http;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_signed_request_arrives_with_account_region_and_path()
    {
        using var client = new SignedHttpClient(_gateway.Host.Endpoint, Main, "eu-west-1");
        using HttpResponseMessage response = await client.SendAsync("s3", HttpMethod.Put, "/bucket/a%20b", new ByteArrayContent("hello"u8.ToArray()));
        Dictionary<string, string?> seen = await SeenAsync(response);
        Assert.Equal(("/bucket/a%20b", "000000000000", "eu-west-1", "000000000000"), (seen["path"], seen["account"], seen["region"], seen["accessKeyId"]));
        Assert.Equal(("5", "5"), (seen["read"], seen["length"]));
        Assert.Matches("^[0-9A-F]{16}$", Assert.Single(response.Headers.GetValues("x-amz-request-id")));
        Assert.Equal(56, Convert.FromBase64String(Assert.Single(response.Headers.GetValues("x-amz-id-2"))).Length);
    }

    [Theory]
    [InlineData("/bucket/../other//x/./y")]
    [InlineData("/bucket/a%2Fb%2fc+d%2Be")]
    [InlineData("/bucket/%C3%A9%20!'()*~@:$&,=;")]
    [InlineData("/bucket/key?list-type=2&prefix=a%2Fb&delimiter=/&marker=x+y&uploads")]
    [InlineData("/bucket//")]
    public async Task Paths_arrive_as_sent_and_verify(string target)
    {
        using HttpResponseMessage response = await _gateway.Client.SendAsync("s3", HttpMethod.Get, target);
        Assert.Equal(target.Split('?')[0], (await SeenAsync(response))["path"]);
    }

    [Fact]
    public async Task A_wrong_secret_is_answered_with_what_was_calculated()
    {
        using var client = new SignedHttpClient(_gateway.Host.Endpoint, Main with { SecretAccessKey = "guess" });
        using HttpResponseMessage response = await client.SendAsync("s3", HttpMethod.Get, "/bucket");
        await AssertErrorAsync(
            403, "SignatureDoesNotMatch|The request signature we calculated does not match the signature you provided. Check your key and signing method.|AWSAccessKeyId=000000000000|StringToSign=AWS4-HMAC-SHA256\n", response);
        Assert.Empty(_gateway.S3.Handled);
        await _gateway.AssertStillServesAsync();
    }

    [Fact]
    public async Task An_unknown_access_key_is_refused_in_each_services_words()
    {
        using var client = new SignedHttpClient(_gateway.Host.Endpoint, new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "x"));
        using HttpResponseMessage s3 = await client.SendAsync("s3", HttpMethod.Get, "/bucket");
        await AssertErrorAsync(403, "InvalidAccessKeyId|The AWS Access Key Id you provided does not exist in our records.|AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE", s3);
        using HttpResponseMessage lambda = await client.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions");
        await AssertErrorAsync(403, "UnrecognizedClientException|The security token included in the request is invalid.", lambda);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told_so()
    {
        using var client = new SignedHttpClient(_gateway.Host.Endpoint, Main, time: new ShiftedTime(TimeSpan.FromMinutes(-20)));
        using HttpResponseMessage s3 = await client.SendAsync("s3", HttpMethod.Get, "/bucket");
        await AssertErrorAsync(403, "RequestTimeTooSkewed|The difference between the request time and the current time is too large.|RequestTime=", s3);
        using HttpResponseMessage lambda = await client.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions");
        await AssertErrorAsync(403, "InvalidSignatureException|Signature expired: ", lambda);
        using var fast = new SignedHttpClient(_gateway.Host.Endpoint, Main, time: new ShiftedTime(TimeSpan.FromMinutes(20)));
        using HttpResponseMessage early = await fast.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions");
        await AssertErrorAsync(403, "InvalidSignatureException|Signature not yet current: ", early);
    }

    [Fact]
    public async Task Anonymous_requests_are_S3s_to_decide_and_nobody_elses()
    {
        Assert.Null((await SeenAsync(await _gateway.Http.GetAsync(_gateway.Address("/bucket/key"))))["accessKeyId"]);
        await AssertErrorAsync(
            403, "MissingAuthenticationTokenException|Missing Authentication Token", await _gateway.Http.GetAsync(_gateway.Address("/2015-03-31/functions")));
    }

    [Fact]
    public async Task A_function_url_and_the_emulators_path_pass_without_a_signature()
    {
        using var url = new HttpRequestMessage(HttpMethod.Get, _gateway.Address("/any/path?x=1"));
        url.Headers.Host = $"abcdef.lambda-url.us-east-1.localhost:{_gateway.Host.Endpoint.Port}";
        Dictionary<string, string?> seen = await SeenAsync(await _gateway.Http.SendAsync(url));
        Assert.Equal(("lambda", "/any/path", null), (seen["service"], seen["path"], seen["accessKeyId"]));

        Uri emulator = _gateway.Address("/2015-03-31/functions/function/invocations");
        Assert.Equal("lambda", (await SeenAsync(await _gateway.Http.PostAsync(emulator, new StringContent("{}"))))["service"]);
        using var page = new HttpRequestMessage(HttpMethod.Post, emulator) { Headers = { { "Origin", "https://example.org" } } };
        await AssertErrorAsync(403, "MissingAuthenticationTokenException|", await _gateway.Http.SendAsync(page));
    }

    [Fact]
    public async Task A_lambda_payload_is_signed_without_its_hash_being_sent()
    {
        using HttpResponseMessage good = await _gateway.Client.SendAsync(
            "lambda", HttpMethod.Post, "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations?Qualifier=%24LATEST", new StringContent("{\"a\":1}"));
        Dictionary<string, string?> seen = await SeenAsync(good);
        Assert.Equal(("lambda", "7"), (seen["service"], seen["length"]));
        Assert.True(Guid.TryParse(Assert.Single(good.Headers.GetValues("x-amzn-RequestId")), out _));

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = _gateway.Host.Endpoint.Authority };
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("{\"a\":1}"u8));
        new RequestSigner(Main, "us-east-1", TimeProvider.System).SignHeaders("lambda", "POST", "/2015-03-31/functions", headers, hash);
        using var tampered = new HttpRequestMessage(HttpMethod.Post, _gateway.Address("/2015-03-31/functions")) { Content = new StringContent("{\"a\":2}") };
        foreach ((string name, string value) in headers)
        {
            tampered.Headers.TryAddWithoutValidation(name, value);
        }

        await AssertErrorAsync(403, "InvalidSignatureException|The request signature we calculated does not match", await _gateway.Http.SendAsync(tampered));
    }

    [Fact]
    public async Task Temporary_credentials_sign_for_their_function()
    {
        AwsCredentials issued = _gateway.Keys.Issue("gauge", TimeSpan.FromMinutes(1));
        using var client = new SignedHttpClient(_gateway.Host.Endpoint, issued);
        Assert.Equal(issued.AccessKeyId, (await SeenAsync(await client.SendAsync("s3", HttpMethod.Get, "/b")))["accessKeyId"]);
        Assert.Equal("000000000000", (await SeenAsync(await client.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions")))["account"]);

        using var bare = new SignedHttpClient(_gateway.Host.Endpoint, issued with { SessionToken = null });
        await AssertErrorAsync(403, "InvalidAccessKeyId|", await bare.SendAsync("s3", HttpMethod.Get, "/b"));
        using var forged = new SignedHttpClient(_gateway.Host.Endpoint, issued with { SessionToken = "AAAA" });
        await AssertErrorAsync(400, "InvalidToken|The provided token is malformed or otherwise invalid.", await forged.SendAsync("s3", HttpMethod.Get, "/b"));
        using var ended = new SignedHttpClient(_gateway.Host.Endpoint, _gateway.Keys.Issue("gauge", TimeSpan.FromSeconds(-1)));
        await AssertErrorAsync(400, "ExpiredToken|The provided token has expired.", await ended.SendAsync("s3", HttpMethod.Get, "/b"));
        await AssertErrorAsync(403, "ExpiredTokenException|The security token included in the request is expired", await ended.SendAsync("lambda", HttpMethod.Get, "/2015-03-31/functions"));
    }

    [Fact]
    public async Task A_presigned_url_needs_nothing_else()
    {
        Uri put = _gateway.Client.Presign("s3", HttpMethod.Put, "/bucket/key%20x?x-id=PutObject", TimeSpan.FromMinutes(1));
        using HttpResponseMessage response = await _gateway.Http.PutAsync(put, new StringContent("hello"));
        Dictionary<string, string?> seen = await SeenAsync(response);
        Assert.Equal(("/bucket/key%20x", "000000000000", "5"), (seen["path"], seen["accessKeyId"], seen["read"]));

        using var late = new SignedHttpClient(_gateway.Host.Endpoint, Main, time: new ShiftedTime(TimeSpan.FromMinutes(-10)));
        Uri expired = late.Presign("s3", HttpMethod.Get, "/bucket/key", TimeSpan.FromMinutes(1));
        await AssertErrorAsync(403, "AccessDenied|Request has expired|X-Amz-Expires=60|Expires=", await _gateway.Http.GetAsync(expired));
        await AssertErrorAsync(403, "SignatureDoesNotMatch|", await _gateway.Http.GetAsync(put));
        await AssertErrorAsync(
            400, "InvalidRequest|The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
            await _gateway.Http.GetAsync(_gateway.Address("/bucket/key?AWSAccessKeyId=000000000000&Signature=abc&Expires=1700000000")));
        await AssertErrorAsync(
            400, "AuthorizationQueryParametersError|Query-string authentication version 4 requires",
            await _gateway.Http.GetAsync(_gateway.Address("/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256")));
    }

    [Fact]
    public async Task A_header_added_to_a_presigned_url_is_refused()
    {
        Uri get = _gateway.Client.Presign("s3", HttpMethod.Get, "/bucket/key", TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Get, get) { Headers = { { "x-amz-meta-wrong", "1" } } };
        await AssertErrorAsync(403, "AccessDenied|There were headers present in the request which were not signed|HeadersNotSigned=x-amz-meta-wrong", await _gateway.Http.SendAsync(request));
    }

    [Fact]
    public async Task A_credential_for_another_service_does_not_open_a_function_url()
    {
        using HttpResponseMessage response = await _gateway.Client.SendAsync(
            "s3", HttpMethod.Get, "/", headers: [KeyValuePair.Create("Host", "abc.lambda-url.us-east-1.localhost")]);
        await AssertErrorAsync(403, "InvalidSignatureException|Credential should be scoped to correct service: 'lambda'.", response);
    }

    [Fact]
    public async Task Without_authentication_a_claim_only_names_account_and_region()
    {
        await using TestGateway open = await StartAsync(authenticate: false);
        using var client = new SignedHttpClient(open.Host.Endpoint, new AwsCredentials("123456789012", "anything"), "eu-north-1");
        Dictionary<string, string?> seen = await SeenAsync(await client.SendAsync("s3", HttpMethod.Get, "/b"));
        Assert.Equal(("123456789012", "eu-north-1", "123456789012"), (seen["account"], seen["region"], seen["accessKeyId"]));
        Dictionary<string, string?> anonymous = await SeenAsync(await open.Http.PostAsync(open.Address("/2015-03-31/functions"), new StringContent("{}", Encoding.UTF8)));
        Assert.Equal(("000000000000", "us-east-1", "000000000000"), (anonymous["account"], anonymous["region"], anonymous["accessKeyId"]));
        using var bearer = new HttpRequestMessage(HttpMethod.Get, open.Address("/b")) { Headers = { { "Authorization", "AWS test:sig" } } };
        Assert.Equal(HttpStatusCode.OK, (await open.Http.SendAsync(bearer)).StatusCode);
    }
}
