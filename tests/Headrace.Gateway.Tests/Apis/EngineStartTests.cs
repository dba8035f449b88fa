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
    public async Task Requests_and_their_errors_are_counted_in_cloudwatch() => await ServeAsync(false, async http =>
    {
        var api = await MakeMockAsync(http);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await CallAsync(http, $"/restapis/{api}/prod/_user_request_/")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync(http, $"/restapis/{api}/prod/_user_request_/nowhere")).Status);

        var clients = new ClientScript(http.Endpoint, Credentials);
        Assert.Equal(4, await SumAsync("Count"));
        Assert.Equal(1, await SumAsync("4XXError"));
        Assert.Equal(0, await SumAsync("5XXError"));

        async Task<double> SumAsync(string metric) => double.Parse(
            await clients.RunCliAsync(
                "--output", "text", "cloudwatch", "get-metric-statistics", "--namespace", "AWS/ApiGateway", "--metric-name", metric, "--statistics", "Sum", "--period", "60",
                "--dimensions", "Name=ApiName,Value=kept", "Name=Stage,Value=prod",
                "--start-time", DateTimeOffset.UtcNow.AddHours(-1).ToString("O"), "--end-time", DateTimeOffset.UtcNow.AddHours(1).ToString("O"), "--query", "sum(Datapoints[].Sum)"),
            System.Globalization.CultureInfo.InvariantCulture);
    });

    private static async Task<string> MakeMockAsync(SignedHttpClient http)
    {
        var api = (await AskAsync(http, "apigateway", HttpMethod.Post, "/restapis", """{"name":"kept"}""", 201))!["id"]!.GetValue<string>();
        var method = $"/restapis/{api}/resources/{await RootAsync(http, api)}/methods/GET";
        await AskAsync(http, "apigateway", HttpMethod.Put, method, """{"authorizationType":"NONE"}""", 201);
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
