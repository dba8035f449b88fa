using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Cli;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>What an engine knows of APIs and identities when it is started again, and started otherwise.</summary>
public sealed class EngineStartTests : IDisposable
{
    private static readonly AwsCredentials Credentials = new("000000000000", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-restart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Apis_keys_roles_and_repositories_survive_a_restart()
    {
        string api = "", key = "";
        await ServeAsync(false, async http =>
        {
            api = await MakeMockAsync(http);
            key = (await AskAsync(http, "apigateway", HttpMethod.Post, "/apikeys", """{"name":"kept"}""", 201))!["id"]!.GetValue<string>();
            await FormAsync(http, "Action=CreateRole&Version=2010-05-08&RoleName=kept&AssumeRolePolicyDocument=" + Uri.EscapeDataString(
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
            await EcrAsync(http, "CreateRepository", """{"repositoryName":"kept"}""");
            Assert.Equal((HttpStatusCode.OK, "kept"), await CallAsync(http, $"/restapis/{api}/prod/_user_request_/"));

            // The draft goes on; what was deployed does not.
            await AskAsync(http, "apigateway", HttpMethod.Post, $"/restapis/{api}/resources/{await RootAsync(http, api)}", """{"pathPart":"later"}""", 201);
        });

        await ServeAsync(false, async http =>
        {
            Assert.Equal((HttpStatusCode.OK, "kept"), await CallAsync(http, $"/restapis/{api}/prod/_user_request_/"));
            var resources = await AskAsync(http, "apigateway", HttpMethod.Get, $"/restapis/{api}/resources", null, 200);
            Assert.Equal(["/", "/later"], resources!["item"]!.AsArray().Select(static item => item!["path"]!.GetValue<string>()).Order(StringComparer.Ordinal));
            Assert.Equal("kept", (await AskAsync(http, "apigateway", HttpMethod.Get, $"/apikeys/{key}", null, 200))!["name"]!.GetValue<string>());
            Assert.Contains("<Arn>arn:aws:iam::000000000000:role/kept</Arn>", await FormAsync(http, "Action=GetRole&Version=2010-05-08&RoleName=kept"), StringComparison.Ordinal);
            Assert.Contains("repository/kept", await EcrAsync(http, "DescribeRepositories", """{"repositoryNames":["kept"]}"""), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_role_that_is_not_on_record_is_refused_only_when_roles_are_strict()
    {
        await ServeAsync(true, async http =>
        {
            var (status, text) = await CreateFunctionAsync(http, "strict", "not-on-record");
            Assert.Equal((HttpStatusCode.BadRequest, "The role defined for the function cannot be assumed by Lambda."), (status, Message(text)));
            Assert.Equal(HttpStatusCode.Created, (await CreateFunctionAsync(http, "strict", "LabRole")).Status);
        });
        await ServeAsync(false, async http => Assert.Equal(HttpStatusCode.Created, (await CreateFunctionAsync(http, "lenient", "not-on-record")).Status));
    }

    [Fact]
    public async Task What_a_key_has_used_of_its_quota_survives_a_restart()
    {
        string api = "", plan = "";
        KeyValuePair<string, string>[] key = [];
        await ServeAsync(false, async http =>
        {
            api = await MakeMockAsync(http, """{"authorizationType":"NONE","apiKeyRequired":true}""");
            var made = (await AskAsync(http, "apigateway", HttpMethod.Post, "/apikeys", """{"name":"kept","enabled":true}""", 201))!;
            key = [new("x-api-key", made["value"]!.GetValue<string>())];
            plan = (await AskAsync(http, "apigateway", HttpMethod.Post, "/usageplans", $$"""
                {"name":"kept","apiStages":[{"apiId":"{{api}}","stage":"prod"}],"quota":{"limit":3,"period":"MONTH"} }
                """, 201))!["id"]!.GetValue<string>();
            await AskAsync(http, "apigateway", HttpMethod.Post, $"/usageplans/{plan}/keys", $$"""{"keyId":"{{made["id"]}}","keyType":"API_KEY"}""", 201);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(http), await StatusAsync(http)));
        });

        await ServeAsync(false, async http =>
        {
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (await StatusAsync(http), await StatusAsync(http)));
            var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var usage = (await AskAsync(http, "apigateway", HttpMethod.Get, $"/usageplans/{plan}/usage?startDate={today}&endDate={today}", null, 200))!;
            Assert.Equal("[3,0]", usage["values"]!.AsObject().Single().Value![0]!.ToJsonString());
        });

        async Task<HttpStatusCode> StatusAsync(SignedHttpClient http) =>
            (await SendAsync(http, "execute-api", HttpMethod.Get, $"/restapis/{api}/prod/_user_request_/", null, "application/json", key)).Status;
    }

    private static async Task<string> MakeMockAsync(SignedHttpClient http, string settings = """{"authorizationType":"NONE"}""")
    {
        var api = (await AskAsync(http, "apigateway", HttpMethod.Post, "/restapis", """{"name":"kept"}""", 201))!["id"]!.GetValue<string>();
        var method = $"/restapis/{api}/resources/{await RootAsync(http, api)}/methods/GET";
        await AskAsync(http, "apigateway", HttpMethod.Put, method, settings, 201);
        await AskAsync(http, "apigateway", HttpMethod.Put, method + "/responses/200", "{}", 201);
        await AskAsync(http, "apigateway", HttpMethod.Put, method + "/integration", """{"type":"MOCK","requestTemplates":{"application/json":"{\"statusCode\": 200}"}}""", 201);
        await AskAsync(http, "apigateway", HttpMethod.Put, method + "/integration/responses/200", """{"responseTemplates":{"application/json":"kept"}}""", 201);
        await AskAsync(http, "apigateway", HttpMethod.Post, $"/restapis/{api}/deployments", """{"stageName":"prod"}""", 201);
        return api;
    }

    private static async Task<string> RootAsync(SignedHttpClient http, string api) =>
        (await AskAsync(http, "apigateway", HttpMethod.Get, $"/restapis/{api}", null, 200))!["rootResourceId"]!.GetValue<string>();

    private static async Task<(HttpStatusCode Status, string Text)> CreateFunctionAsync(SignedHttpClient http, string name, string role)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await archive.CreateEntry("index.py").OpenAsync();
            entry.Write("def handler(event, context): return event\n"u8);
        }

        return await SendAsync(http, "lambda", HttpMethod.Post, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.11",
            ["Handler"] = "index.handler",
            ["Role"] = $"arn:aws:iam::000000000000:role/{role}",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(stream.ToArray()) },
        }.ToJsonString(), "application/json");
    }

    private static string? Message(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty("message", out var message) || document.RootElement.TryGetProperty("Message", out message) ? message.GetString() : null;
    }

    private static async Task<JsonNode?> AskAsync(SignedHttpClient http, string service, HttpMethod method, string target, string? body, int expected)
    {
        var (status, text) = await SendAsync(http, service, method, target, body, "application/json");
        Assert.True((int)status == expected, $"{method} {target}: {(int)status} {text}");
        return JsonNode.Parse(text);
    }

    private static async Task<string> FormAsync(SignedHttpClient http, string form)
    {
        var (status, text) = await SendAsync(http, "iam", HttpMethod.Post, "/", form, "application/x-www-form-urlencoded");
        Assert.True(status == HttpStatusCode.OK, text);
        return text;
    }

    private static async Task<string> EcrAsync(SignedHttpClient http, string operation, string body)
    {
        var (status, text) = await SendAsync(
            http, "ecr", HttpMethod.Post, "/", body, "application/x-amz-json-1.1", [new("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + operation)]);
        Assert.True(status == HttpStatusCode.OK, text);
        return text;
    }

    private static Task<(HttpStatusCode Status, string Text)> CallAsync(SignedHttpClient http, string target) =>
        SendAsync(http, "execute-api", HttpMethod.Get, target, null, "application/json");

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(
        SignedHttpClient http, string service, HttpMethod method, string target, string? body, string type, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.SendAsync(service, method, target, content, headers);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task ServeAsync(bool strictRoles, Func<SignedHttpClient, Task> work)
    {
        var engine = await Engine.StartAsync(
            new EngineOptions { DataFolder = _folder, Port = 0, Credentials = Credentials, StrictRoles = strictRoles }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        try
        {
            using var http = new SignedHttpClient(engine.Endpoint, Credentials);
            await work(http);
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
        }
    }
}
