using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>What no SDK sends to API Gateway, STS, IAM and ECR. After each the server goes on.</summary>
public sealed class BadInputTests(ApisHost host)
{
    private const string EcrTarget = "AmazonEC2ContainerRegistry_V20150921.";

    [Theory]
    [InlineData("POST", "/restapis", "{", 400, "SerializationException")]
    [InlineData("POST", "/restapis", "[1]", 400, "SerializationException")]
    [InlineData("POST", "/restapis", "{\"name\":1}", 400, "SerializationException")]
    [InlineData("POST", "/restapis", "{}", 400, "BadRequestException")]
    [InlineData("POST", "/restapis", "{\"name\":\"a\",\"unheardOf\":1}", 501, "NotImplementedException")]
    [InlineData("GET", "/restapis?limit=x", null, 400, "BadRequestException")]
    [InlineData("GET", "/restapis?position=x", null, 400, "BadRequestException")]
    [InlineData("GET", "/restapis/none", null, 404, "NotFoundException")]
    [InlineData("PATCH", "/restapis/none", "{\"patchOperations\":[{\"op\":\"wrong\",\"path\":\"/name\"}]}", 400, "ValidationException")]
    [InlineData("POST", "/v2/apis", "{\"name\":\"a\"}", 400, "BadRequestException")]
    [InlineData("POST", "/v2/apis", "{\"name\":\"a\",\"protocolType\":\"HTTP\",\"target\":\"nonsense\"}", 400, "BadRequestException")]
    [InlineData("POST", "/v2/apis", "{\"name\":{},\"protocolType\":\"HTTP\"}", 400, "SerializationException")]
    [InlineData("GET", "/v2/apis/none/routes", null, 404, "NotFoundException")]
    [InlineData("GET", "/restapis/x/models", null, 501, "NotImplementedException")]
    [InlineData("GET", "/restapis?unheardOf=1", null, 501, "NotImplementedException")]
    [InlineData("GET", "/restapis/x/deployments/y?embed=apisummary", null, 501, "NotImplementedException")]
    [InlineData("GET", "/restapis/x/resources?embed=wrong", null, 400, "BadRequestException")]
    [InlineData("POST", "/restapis?mode=import", "{}", 501, "NotImplementedException")]
    [InlineData("POST", "/apikeys?mode=import&format=csv", "{}", 501, "NotImplementedException")]
    [InlineData("GET", "/v2/apis?limit=1", null, 501, "NotImplementedException")]
    [InlineData("GET", "/domainnameaccessassociations", null, 501, "NotImplementedException")]
    [InlineData("GET", "/v2/portals", null, 501, "NotImplementedException")]
    [InlineData("GET", "/nothing", null, 404, "UnknownOperationException")]
    public async Task Control_planes_refuse_it(string method, string target, string? body, int status, string code)
    {
        using var content = body is null ? null : Json(body, "application/json");
        await AssertRefusedAsync("apigateway", new HttpMethod(method), target, content, [], status, code);
    }

    [Theory]
    [InlineData("sts", "Action=Nothing&Version=2011-06-15", 400, "InvalidAction")]
    [InlineData("sts", "", 400, "InvalidAction")]
    [InlineData("sts", "Action=GetSessionToken", 501, "NotImplemented")]
    [InlineData("sts", "Action=AssumeRole&RoleArn=arn:b", 400, "ValidationError")]
    [InlineData("sts", "Action=AssumeRole&RoleArn=nothing-valid-in-here&RoleSessionName=s", 400, "ValidationError")]
    [InlineData("sts", "Action=GetCallerIdentity&Unheard=1", 501, "NotImplemented")]
    [InlineData("iam", "Action=GetRole", 400, "ValidationError")]
    [InlineData("iam", "Action=GetRole&RoleName=none", 404, "NoSuchEntity")]
    [InlineData("iam", "Action=CreateRole&RoleName=x&AssumeRolePolicyDocument=%7B", 400, "MalformedPolicyDocument")]
    [InlineData("iam", "Action=ListRoles&MaxItems=x", 400, "MalformedInput")]
    [InlineData("iam", "Action=CreateUser&UserName=u", 501, "NotImplemented")]
    [InlineData("iam", "%%%=&&==", 400, "InvalidAction")]
    public async Task Query_services_refuse_it(string service, string form, int status, string code)
    {
        using var content = Json(form, "application/x-www-form-urlencoded");
        await AssertRefusedAsync(service, HttpMethod.Post, "/", content, [], status, code);
    }

    [Theory]
    [InlineData("CreateRepository", "{", 400, "SerializationException")]
    [InlineData("CreateRepository", "{\"repositoryName\":7}", 400, "SerializationException")]
    [InlineData("CreateRepository", "{}", 400, "InvalidParameterException")]
    [InlineData("CreateRepository", "{\"repositoryName\":\"ab\",\"unheardOf\":1}", 501, "NotImplementedException")]
    [InlineData("DeleteRepository", "{\"repositoryName\":\"none\"}", 400, "RepositoryNotFoundException")]
    [InlineData("GetAuthorizationToken", "{}", 501, "NotImplementedException")]
    public async Task Ecr_refuses_it(string operation, string body, int status, string code)
    {
        using var content = Json(body, "application/x-amz-json-1.1");
        await AssertRefusedAsync("ecr", HttpMethod.Post, "/", content, [new("X-Amz-Target", EcrTarget + operation)], status, code);
    }

    [Theory]
    [InlineData("apigateway", "GET", "/restapis", "InvalidSignatureException")]
    [InlineData("sts", "POST", "/", "SignatureDoesNotMatch")]
    [InlineData("iam", "POST", "/", "SignatureDoesNotMatch")]
    [InlineData("ecr", "POST", "/", "InvalidSignatureException")]
    public async Task A_wrong_signature_and_a_stale_date_are_refused(string service, string method, string target, string code)
    {
        using var wrong = new SignedHttpClient(host.Endpoint, host.Credentials with { SecretAccessKey = "wrong" });
        using var refused = await wrong.SendAsync(service, new HttpMethod(method), target);
        await AssertAnswerAsync(refused, 403, code);

        using var stale = new SignedHttpClient(host.Endpoint, host.Credentials, time: new Http.ShiftedTime(TimeSpan.FromHours(-1)));
        using var late = await stale.SendAsync(service, new HttpMethod(method), target);
        await AssertAnswerAsync(late, 403, code);
        await AssertStillServesAsync();
    }

    [Theory]
    [InlineData("apigateway", "/restapis", "RequestEntityTooLargeException")]
    [InlineData("ecr", "/", "RequestEntityTooLargeException")]
    [InlineData("sts", "/", "RequestEntityTooLarge")]
    [InlineData("iam", "/", "RequestEntityTooLarge")]
    public async Task Giant_bodies_are_refused(string service, string target, string code)
    {
        using var content = new ByteArrayContent(new byte[8 * 1024 * 1024]);
        await AssertRefusedAsync(service, HttpMethod.Post, target, content, [], 413, code);
    }

    [Theory]
    [InlineData("Action=AssumeRoleWithWebIdentity&Version=2011-06-15", 501, "NotImplemented")]
    [InlineData("Action=GetCallerIdentity&Version=2011-06-15", 403, "MissingAuthenticationToken")]
    [InlineData("", 403, "MissingAuthenticationToken")]
    public async Task Forms_that_nobody_signed_are_refused_in_the_words_of_sts(string form, int status, string code)
    {
        using var content = Json(form, "application/x-www-form-urlencoded");
        using var answer = await host.Anonymous.PostAsync(new Uri("/", UriKind.Relative), content);
        await AssertAnswerAsync(answer, status, code);
        await AssertStillServesAsync();
    }

    [Fact]
    public async Task An_unknown_api_is_forbidden_by_every_way_in()
    {
        foreach (var (target, authority) in new[] { ("/_apis/none/x", (string?)null), ("/restapis/none/prod/_user_request_/x", null), ("/prod/x", "none.execute-api.localhost") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.Host = authority;
            using var answer = await host.Anonymous.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("{\"message\":\"Forbidden\"}", await answer.Content.ReadAsStringAsync());
        }

        await AssertStillServesAsync();
    }

    private static ByteArrayContent Json(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static async Task AssertAnswerAsync(HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        var isNamed = answer.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() == code : text.Contains($"<Code>{code}</Code>", StringComparison.Ordinal);
        Assert.True(isNamed, text);
    }

    private async Task AssertRefusedAsync(
        string service, HttpMethod method, string target, HttpContent? content, IEnumerable<KeyValuePair<string, string>> headers, int status, string code)
    {
        using var answer = await host.Http.SendAsync(service, method, target, content, headers);
        await AssertAnswerAsync(answer, status, code);
        await AssertStillServesAsync();
    }

    private async Task AssertStillServesAsync()
    {
        using var answer = await host.Http.SendAsync("apigateway", HttpMethod.Get, "/restapis");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
