using System.Net;
using Xunit;

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>What no SDK sends: malformed, unsigned, oversized and unknown requests. The server goes on after each.</summary>
public sealed class LambdaApiTests(LambdaHost host)
{
    private const string Functions = "/2015-03-31/functions";

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"FunctionName\":7}")]
    [InlineData("{\"Code\":{\"ZipFile\":\"not base64!\"}}")]
    [InlineData("{\"Timeout\":\"three\"}")]
    [InlineData("{\"Environment\":{\"Variables\":{\"KEY\":1}}}")]
    public async Task A_body_that_is_not_the_operations_JSON_is_refused(string body) =>
        await RefusedAsync(HttpMethod.Post, Functions, body, HttpStatusCode.BadRequest, "SerializationException", "Could not parse request body into json");

    [Fact]
    public async Task An_empty_body_lacks_what_is_required() =>
        await RefusedAsync(
            HttpMethod.Post, Functions, null, HttpStatusCode.BadRequest, "ValidationException",
            "3 validation errors detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null; Value null at 'role'");

    [Theory]
    [InlineData("GET", "/2015-03-31/nothing", HttpStatusCode.NotFound, "UnknownOperationException")]
    [InlineData("PATCH", "/2015-03-31/functions", HttpStatusCode.NotFound, "UnknownOperationException")]
    [InlineData("GET", "/2015-03-31/functions/a/b/c/d", HttpStatusCode.NotFound, "UnknownOperationException")]
    [InlineData("POST", "/2021-11-15/functions/f/response-streaming-invocations", HttpStatusCode.NotImplemented, "NotImplementedException")]
    [InlineData("GET", "/2015-03-31/event-source-mappings/", HttpStatusCode.NotImplemented, "NotImplementedException")]
    public async Task Unknown_and_unimplemented_operations_are_told_apart(string method, string path, HttpStatusCode status, string code) =>
        await RefusedAsync(new HttpMethod(method), path, null, status, code, "");

    [Fact]
    public async Task A_parameter_that_is_not_implemented_is_named()
    {
        var name = await host.CreatePythonAsync("");
        await RefusedAsync(HttpMethod.Put, $"{Functions}/{name}/configuration", """{"CapacityProviderConfig":{"a":"b"}}""", HttpStatusCode.NotImplemented, "NotImplementedException", "The parameter CapacityProviderConfig is not implemented by Headrace.");
        var accepted = await host.CallAsync(HttpMethod.Put, $"{Functions}/{name}/configuration", """{"VpcConfig":{"SubnetIds":[],"SecurityGroupIds":[]},"KMSKeyArn":""}""");
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
    }

    [Theory]
    [InlineData("?MaxItems=0", "ValidationException")]
    [InlineData("?MaxItems=10001", "ValidationException")]
    [InlineData("?MaxItems=many", "ValidationException")]
    [InlineData("?Marker=what", "InvalidParameterValueException")]
    [InlineData("?Marker=djE6LTE%3D", "InvalidParameterValueException")]
    public async Task Pages_that_cannot_be_are_refused(string query, string code) =>
        await RefusedAsync(HttpMethod.Get, Functions + query, null, HttpStatusCode.BadRequest, code, "");

    [Fact]
    public async Task Without_a_signature_nothing_is_answered()
    {
        using var response = await host.Anonymous.GetAsync(Functions);
        var answer = await LambdaAnswer.ReadAsync(response);
        Assert.Equal((HttpStatusCode.Forbidden, "MissingAuthenticationTokenException"), (answer.Status, answer.ErrorType));
        await StillServesAsync();
    }

    [Fact]
    public async Task Names_may_be_ARNs_with_or_without_percent_signs()
    {
        var name = await host.CreatePythonAsync("");
        var arn = $"arn:aws:lambda:us-east-1:000000000000:function:{name}";
        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync(HttpMethod.Get, $"{Functions}/{arn}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync(HttpMethod.Get, $"{Functions}/{Uri.EscapeDataString(arn)}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.CallAsync(HttpMethod.Get, $"{Functions}/{name}/")).Status);
    }

    [Fact]
    public async Task Another_accounts_function_is_refused() =>
        await RefusedAsync(
            HttpMethod.Get, $"{Functions}/arn:aws:lambda:us-east-1:123456789012:function:theirs", null, HttpStatusCode.Forbidden, "AccessDeniedException",
            "User: arn:aws:iam::000000000000:root is not authorized");

    [Theory]
    [InlineData("X-Amz-Invocation-Type", "Sometimes", "Value 'Sometimes' at 'invocationType'")]
    [InlineData("X-Amz-Log-Type", "Head", "Value 'Head' at 'logType'")]
    public async Task Invocations_of_unknown_kinds_are_refused(string header, string value, string words)
    {
        var name = await host.CreatePythonAsync("def handler(event, context): pass");
        var answer = await host.CallAsync(HttpMethod.Post, $"{Functions}/{name}/invocations", "{}", KeyValuePair.Create(header, value));
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationException"), (answer.Status, answer.ErrorType));
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RequestResponse", 6 * 1024 * 1024)]
    [InlineData("Event", 1024 * 1024)]
    public async Task Payloads_have_their_limits_to_the_byte(string type, int limit)
    {
        var name = await host.CreatePythonAsync("def handler(event, context): return len(event)");
        var header = KeyValuePair.Create("X-Amz-Invocation-Type", type);
        var most = $"\"{new string('x', limit - 2)}\"";

        var accepted = await host.CallAsync(HttpMethod.Post, $"{Functions}/{name}/invocations", most, header);
        var refused = await host.CallAsync(HttpMethod.Post, $"{Functions}/{name}/invocations", most + " ", header);

        Assert.True((int)accepted.Status is 200 or 202, accepted.Body);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "RequestTooLargeException"), (refused.Status, refused.ErrorType));
        Assert.Equal($"Request must be smaller than {limit} bytes for the InvokeFunction operation", refused.Message);
    }

    [Fact]
    public async Task An_absent_payload_is_an_empty_object()
    {
        var name = await host.CreatePythonAsync("def handler(event, context): return event");
        Assert.Equal("{}", (await host.CallAsync(HttpMethod.Post, $"{Functions}/{name}/invocations")).Body);
    }

    [Theory]
    [InlineData("{\"statusCode\": 99, \"body\": \"x\"}")]
    [InlineData("{\"statusCode\": \"many\"}")]
    [InlineData("{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}}")]
    [InlineData("{\"statusCode\": 200, \"headers\": {\"x\": \"y\\r\\nset-cookie: a=b\"}}")]
    [InlineData("{\"statusCode\": 200, \"cookies\": [\"a=b\\nx: y\"]}")]
    [InlineData("{\"statusCode\": 200, \"body\": \"%%%\", \"isBase64Encoded\": true}")]
    public async Task A_response_that_cannot_be_one_is_a_bad_gateway(string returned)
    {
        var name = await host.CreatePythonAsync($"import json\ndef handler(event, context): return json.loads('''{returned.Replace("\\", "\\\\", StringComparison.Ordinal)}''')");
        using var response = await CallUrlAsync(name, "/");
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("Internal Server Error", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_function_URL_gives_the_request_as_payload_2_0_and_takes_binary_bodies()
    {
        var name = await host.CreatePythonAsync("import json\ndef handler(event, context): return {'statusCode': 201, 'body': event['body'] if event['isBase64Encoded'] else json.dumps(event), 'isBase64Encoded': event['isBase64Encoded']}");
        using var described = await CallUrlAsync(name, "/a%20b/c?x=1&x=2&y=z%20z", ("Cookie", "a=1; b=2"), ("X-Twice", "one"));
        var seen = (await LambdaAnswer.ReadAsync(described)).Json;

        Assert.Equal(("2.0", "/a%20b/c", "x=1&x=2&y=z%20z"), (seen.GetProperty("version").GetString(), seen.GetProperty("rawPath").GetString(), seen.GetProperty("rawQueryString").GetString()));
        Assert.Equal("1,2", seen.GetProperty("queryStringParameters").GetProperty("x").GetString());
        Assert.Equal("z z", seen.GetProperty("queryStringParameters").GetProperty("y").GetString());
        Assert.Equal(["a=1", "b=2"], seen.GetProperty("cookies").EnumerateArray().Select(cookie => cookie.GetString()!));
        Assert.Equal("one", seen.GetProperty("headers").GetProperty("x-twice").GetString());
        Assert.Equal("GET", seen.GetProperty("requestContext").GetProperty("http").GetProperty("method").GetString());

        byte[] bytes = [0, 255, 128, 7];
        using var content = new ByteArrayContent(bytes);
        using var echoed = await CallUrlAsync(name, "/", content);
        Assert.Equal(bytes, await echoed.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_emulators_path_invokes_the_only_function_unsigned()
    {
        await using var alone = new LambdaHost();
        await alone.InitializeAsync();
        const string Path = "/2015-03-31/functions/function/invocations";
        using var nothing = await alone.Anonymous.PostAsync(Path, new StringContent("{}"));
        await alone.CreatePythonAsync("def handler(event, context): return [context.function_name, event]", "only");
        using var only = await alone.Anonymous.PostAsync(Path, new StringContent("{\"n\": 1}"));
        using var web = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent("{}"), Headers = { { "Origin", "https://a.example" } } };
        using var fromPage = await alone.Anonymous.SendAsync(web);
        await alone.CreatePythonAsync("def handler(event, context): return 'second'", "second");
        using var ambiguous = await alone.Anonymous.PostAsync(Path, new StringContent("{}"));
        await alone.CreatePythonAsync("def handler(event, context): return 'really named so'", "function");
        var named = await alone.CallAsync(HttpMethod.Post, Path, "{}");

        Assert.Equal("[\"only\", {\"n\": 1}]", await only.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, fromPage.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, ambiguous.StatusCode);
        Assert.Equal("\"really named so\"", named.Body);
    }

    private Task<HttpResponseMessage> CallUrlAsync(string name, string target, params (string Name, string Value)[] headers) => CallUrlAsync(name, target, null, headers);

    private async Task<HttpResponseMessage> CallUrlAsync(string name, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var url = $"/2021-10-31/functions/{name}/url";
        var config = await host.CallAsync(HttpMethod.Get, url);
        if (config.Status == HttpStatusCode.NotFound)
        {
            config = await host.CallAsync(HttpMethod.Post, url, """{"AuthType":"NONE"}""");
            await host.CallAsync(
                HttpMethod.Post, $"{Functions}/{name}/policy", """{"StatementId":"url","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}""");
        }

        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, new Uri(host.Endpoint, target)) { Content = content };
        request.Headers.Host = new Uri(config.Json.GetProperty("FunctionUrl").GetString()!).Authority;
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await host.Anonymous.SendAsync(request);
    }

    private async Task RefusedAsync(HttpMethod method, string target, string? body, HttpStatusCode status, string code, string words)
    {
        var answer = await host.CallAsync(method, target, body);
        Assert.Equal((status, code), (answer.Status, answer.ErrorType));
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
        await StillServesAsync();
    }

    private async Task StillServesAsync() => Assert.Equal(HttpStatusCode.OK, (await host.CallAsync(HttpMethod.Get, "/2016-08-19/account-settings")).Status);
}
