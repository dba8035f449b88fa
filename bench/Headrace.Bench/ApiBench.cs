using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Headrace.Bench.Load;
using Headrace.Harness;
using Headrace.Wire.Signing;

namespace Headrace.Bench;

/// <summary>POST /predict through an HTTP API and through a REST API, warm, at 10 callers, beside direct Invoke of the same function.</summary>
/// <remarks>The function is the same process in all three; what it answers makes a response of either API's format.</remarks>
public static class ApiBench
{
    private const int Callers = 10;
    private const int Requests = 10_000;
    private const int Repetitions = 5;
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:predict";
    private const string Body = "{\"values\":[[5.1,3.5,1.4,0.2]]}";

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        using var http = new SignedHttpClient(engine.Endpoint, engine.Credentials);
        await CreateFunctionAsync(http);
        var account = (await PostAsync(http, "lambda", HttpMethod.Get, "/2015-03-31/functions/predict/configuration", null))["FunctionArn"]!.GetValue<string>().Split(':')[4];
        var function = Function.Replace("000000000000", account, StringComparison.Ordinal);
        await PostAsync(http, "lambda", HttpMethod.Post, "/2015-03-31/functions/predict/policy", """{"StatementId":"apis","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com"}""");
        await PostAsync(http, "apigateway", HttpMethod.Post, "/v2/apis", $$"""{"name":"quick","protocolType":"HTTP","routeKey":"POST /predict","target":"{{function}}"}""");
        await CreateRestApiAsync(http, function);

        var direct = await SignedRequest.BuildAsync(
            engine.Endpoint, engine.Credentials, "lambda", HttpMethod.Post, "/2015-03-31/functions/predict/invocations", Encoding.UTF8.GetBytes(Body), CancellationToken.None);
        var quick = Plain("/_apis/quick/predict");
        var rest = Plain("/_apis/rest/predict");

        // Whoever goes first in a round pays for what the last one left behind: the order turns.
        (string Name, byte[] Request, List<LoadResult> Runs)[] kinds = [("direct Invoke", direct, []), ("HTTP API", quick, []), ("REST API", rest, [])];
        foreach (var kind in kinds)
        {
            ClosedLoop.Run(engine.Address, Callers, Requests, _ => kind.Request);
        }

        for (var round = 0; round < Repetitions; round++)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                var kind = kinds[(i + round) % kinds.Length];
                kind.Runs.Add(ClosedLoop.Run(engine.Address, Callers, Requests, _ => kind.Request));
            }
        }

        var beside = LoadResult.Median(kinds[0].Runs);
        report.Add($"direct Invoke rate, {Callers} callers", beside.Rate, "/s", string.Create(CultureInfo.InvariantCulture, $"p50 {beside.P50:0.000} ms, p99 {beside.P99:0.000} ms"));
        foreach (var (name, _, runs) in kinds[1..])
        {
            var result = LoadResult.Median(runs);
            report.Add(
                $"{name} rate, {Callers} callers", result.Rate, "/s",
                string.Create(CultureInfo.InvariantCulture, $"{result.Rate / beside.Rate:0.0%} of direct Invoke (reach 80 %, aim 95 %); p50 {result.P50:0.000} ms, p99 {result.P99:0.000} ms"));
        }

        byte[] Plain(string path) => Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {engine.Endpoint.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
    }

    /// <summary>In Python, as the original: its answer is one that a REST API takes too.</summary>
    private static async Task CreateFunctionAsync(SignedHttpClient http)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry("index.py").Open());
            entry.Write("ANSWER = {'statusCode': 200, 'body': '{\"prediction\": [0]}'}\ndef handler(event, context):\n    return ANSWER\n");
        }

        await PostAsync(
            http, "lambda", HttpMethod.Post, "/2015-03-31/functions",
            $$$"""{"FunctionName":"predict","Runtime":"python3.11","Handler":"index.handler","Role":"arn:aws:iam::000000000000:role/LabRole","Timeout":30,"MemorySize":256,"Code":{"ZipFile":"{{{Convert.ToBase64String(package.ToArray())}}}"}}""");
    }

    private static async Task CreateRestApiAsync(SignedHttpClient http, string function)
    {
        var api = (await PostAsync(http, "apigateway", HttpMethod.Post, "/restapis", """{"name":"rest"}"""))["id"]!.GetValue<string>();
        var root = (await PostAsync(http, "apigateway", HttpMethod.Get, $"/restapis/{api}/resources", null))["item"]![0]!["id"]!.GetValue<string>();
        var predict = (await PostAsync(http, "apigateway", HttpMethod.Post, $"/restapis/{api}/resources/{root}", """{"pathPart":"predict"}"""))["id"]!.GetValue<string>();
        await PostAsync(http, "apigateway", HttpMethod.Put, $"/restapis/{api}/resources/{predict}/methods/POST", """{"authorizationType":"NONE"}""");
        await PostAsync(
            http, "apigateway", HttpMethod.Put, $"/restapis/{api}/resources/{predict}/methods/POST/integration",
            $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{function}}/invocations"}""");
        await PostAsync(http, "apigateway", HttpMethod.Post, $"/restapis/{api}/deployments", """{"stageName":"prod"}""");
    }

    private static async Task<JsonNode> PostAsync(SignedHttpClient http, string service, HttpMethod method, string target, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(service, method, target, content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {target} was answered {(int)response.StatusCode}: {text}");
    }
}
