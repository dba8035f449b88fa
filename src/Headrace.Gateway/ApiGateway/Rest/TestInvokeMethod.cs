using System.Globalization;
using System.Text;
using Headrace.Apis.Rest;
using Headrace.Gateway.ExecuteApi;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>TestInvokeMethod: runs a method of the draft, without authorisation, keys or throttles, and tells how it went.</summary>
internal static class TestInvokeMethod
{
    public static async Task HandleAsync(ApiCall call)
    {
        var body = call.Body;
        var (pathWithQuery, payload, variables) = (body.Text("pathWithQueryString"), body.Text("body") ?? "", body.Map("stageVariables"));
        var (single, multi) = (body.Map("headers"), ReadMulti(body));
        body.Finish();
        var api = Resources.Api(call);
        var resource = api.ResourceOf(call.Path("resource_id"));
        var verb = call.Path("http_method");
        var method = resource.Methods.GetValueOrDefault(verb) ?? resource.MethodOf(resource.Methods.ContainsKey("ANY") ? "ANY" : verb);
        var question = pathWithQuery?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        var path = question < 0 ? pathWithQuery : pathWithQuery![..question];
        path = string.IsNullOrEmpty(path) ? resource.Path : path;
        var values = new RestRoutes([resource]).Find(method.HttpMethod, path) is var (_, _, found) ? found : new Dictionary<string, string>();
        List<KeyValuePair<string, StringValues>> query = question < 0
            ? []
            : [.. Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(pathWithQuery![question..])];
        List<KeyValuePair<string, StringValues>> headers =
            [.. multi, .. (single ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty).Where(header => !multi.Exists(known => known.Key == header.Key)).Select(static header => KeyValuePair.Create(header.Key, new StringValues(header.Value)))];
        var test = new RestCall
        {
            Request = call.Request,
            Api = api,
            StageName = "test-invoke-stage",
            DeploymentId = null,
            StageVariables = variables,
            Resource = resource,
            Method = method,
            HttpMethod = verb == "ANY" ? "GET" : verb,
            Path = path,
            FullPath = path,
            PathParameters = values,
            Headers = headers,
            Query = query,
            Body = Encoding.UTF8.GetBytes(payload),
            Received = call.Services.Time.GetUtcNow(),
        };

        using var backend = new HttpBackend(call.Services.Time);
        var log = new Log(call);
        log.Begin(test, values, payload);
        var started = call.Services.Time.GetTimestamp();
        RestAnswer answer;
        try
        {
            answer = await new RestIntegration(call.Services.Execution, backend).RunAsync(test);
            log.Succeed(answer);
        }
        catch (GatewayAnswer own)
        {
            answer = new RestAnswer(own.Status, [new("x-amzn-ErrorType", own.ErrorType)], Encoding.UTF8.GetBytes($"{{\"message\": \"{own.Message}\"}}"));
            log.Fail(own);
        }

        await call.AnswerAsync(
            200,
            new TestInvokeAnswer(
                answer.Status, Encoding.UTF8.GetString(answer.Body.Span), Distinct(answer.Headers).ToDictionary(static header => header.Key, static header => header.Value.ToString()),
                Distinct(answer.Headers).ToDictionary(static header => header.Key, static header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()]), log.Text,
                (long)call.Services.Time.GetElapsedTime(started).TotalMilliseconds),
            ApiGatewayJson.Default.TestInvokeAnswer);
    }

    private static IEnumerable<KeyValuePair<string, StringValues>> Distinct(List<KeyValuePair<string, StringValues>> headers) => headers.DistinctBy(static header => header.Key);

    private static List<KeyValuePair<string, StringValues>> ReadMulti(BodyReader body) =>
        [.. body.Lists("multiValueHeaders").Select(static header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value])))];

    /// <summary>The lines that AWS writes.</summary>
    private sealed class Log(ApiCall call)
    {
        private readonly StringBuilder _text = new($"Execution log for request {call.Request.RequestId}\n");

        public string Text => _text.ToString();

        public void Begin(RestCall test, IReadOnlyDictionary<string, string> values, string payload)
        {
            Line($"Starting execution for request: {call.Request.RequestId}");
            Line($"HTTP Method: {test.HttpMethod}, Resource Path: {test.Path}");
            Line($"Method request path: {Map(values)}");
            Line($"Method request query string: {Map(test.Query.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToString()))}");
            Line($"Method request headers: {Map(test.Headers.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToString()))}");
            Line($"Method request body before transformations: {payload}");
        }

        public void Succeed(RestAnswer answer)
        {
            Line($"Method response body after transformations: {Encoding.UTF8.GetString(answer.Body.Span)}");
            Line($"Method response headers: {Map(Distinct(answer.Headers).ToDictionary(static header => header.Key, static header => header.Value.ToString()))}");
            Line("Successfully completed execution");
            Line($"Method completed with status: {answer.Status}");
        }

        public void Fail(GatewayAnswer answer)
        {
            Line(answer.Status == 504 ? "Execution failed due to a timeout error" : answer.Status == 502
                ? "Execution failed due to configuration error: Malformed Lambda proxy response"
                : $"Execution failed due to configuration error{(answer.Reason is null ? "" : $": {answer.Reason}")}");
            Line($"Method completed with status: {answer.Status}");
        }

        private void Line(string text) =>
            _text.Append(call.Services.Time.GetUtcNow().UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture)).Append(" : ").Append(text).Append('\n');

        private static string Map(IReadOnlyDictionary<string, string> values) => $"{{{string.Join(", ", values.Select(static entry => $"{entry.Key}={entry.Value}"))}}}";
    }
}
