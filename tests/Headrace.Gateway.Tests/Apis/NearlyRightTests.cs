using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>Text that the grammars nearly take, to every parser that was written by hand: answered or refused, and never an internal error.</summary>
public sealed class NearlyRightTests(ApisHost host)
{
    private const int Attempts = 250;

    private static readonly string[] Math =
        ["m1", "m2", "m9", "1", "0", "1e308", "+", "-", "*", "/", "^", "(", ")", "(", ")", "[", "]", ",", ">", "==", "&&", "SUM", "AVG", "IF", "FILL", "RATE", "METRICS", "PERIOD", "SEARCH", " ", "'", "\"", "é"];

    private static readonly string[] Pattern =
        ["{", "}", "$", ".", "*", "[", "]", "=", "!=", "<", ">=", "&&", "||", "(", ")", "\"", "%", "?", "-", "a", "1", "IS", "NULL", "NOT EXISTS", "TRUE", ",", "...", " ", " ", "\\", "é"];

    private static readonly string[] Condition =
        ["a", "#n", ":v", "=", "<>", "<", "AND", "OR", "NOT", "BETWEEN", "IN", "(", ")", "(", ")", ",", ".", "[0]", "[", "]", "size", "attribute_exists", "attribute_type", "contains", "begins_with", " ", " ", " ", "é"];

    private static readonly string[] Update =
        ["SET", "REMOVE", "ADD", "DELETE", "a", "b", "#n", ":v", "=", "+", "-", ",", "(", ")", ".", "[0]", "[1]", "if_not_exists", "list_append", " ", " ", " ", " ", "é"];

    private static readonly string[] Template =
        ["$input", "$util", "$context", "$x", "$", "!", "{", "}", ".path", ".json", ".params", ".body", ".size()", ".put('a', $x)", "('$.a')", "(", ")", "[", "]", "[0]", "#set($x = ", "#if(", "#else", "#end", "#foreach($i in ", "1", "'", "\"", "+", "==", ",", " ", "\n", "##", "#*", "\\", "é"];

    [Fact]
    public async Task Metric_math() => await TryAllAsync(Math, 1, expression => SendAsync(
        "monitoring", "GraniteServiceVersion20100801.GetMetricData", "application/x-amz-json-1.0", new JsonObject
        {
            ["StartTime"] = 1_700_000_000,
            ["EndTime"] = 1_700_003_600,
            ["MetricDataQueries"] = new JsonArray(Metric("m1"), Metric("m2"), new JsonObject { ["Id"] = "e", ["Expression"] = expression }),
        }));

    [Fact]
    public async Task Filter_patterns()
    {
        const string Group = "nearly-right";
        await SendAsync("logs", "Logs_20140328.CreateLogGroup", "application/x-amz-json-1.1", new JsonObject { ["logGroupName"] = Group });
        await SendAsync("logs", "Logs_20140328.CreateLogStream", "application/x-amz-json-1.1", new JsonObject { ["logGroupName"] = Group, ["logStreamName"] = "s" });
        await SendAsync("logs", "Logs_20140328.PutLogEvents", "application/x-amz-json-1.1", new JsonObject
        {
            ["logGroupName"] = Group,
            ["logStreamName"] = "s",
            ["logEvents"] = new JsonArray(new JsonObject { ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), ["message"] = """{"a":[1,{"b":null}],"c":"a 1 [x]"}""" }),
        });
        await TryAllAsync(Pattern, 2, pattern => SendAsync(
            "logs", "Logs_20140328.FilterLogEvents", "application/x-amz-json-1.1", new JsonObject { ["logGroupName"] = Group, ["filterPattern"] = pattern }));
    }

    [Fact]
    public async Task Table_expressions()
    {
        await SendAsync("dynamodb", "DynamoDB_20120810.CreateTable", "application/x-amz-json-1.0", new JsonObject
        {
            ["TableName"] = "nearly-right",
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["AttributeDefinitions"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["AttributeType"] = "S" }),
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
        });
        await TryAllAsync(Condition, 3, expression => TableAsync("Scan", new JsonObject { ["FilterExpression"] = expression }));
        await TryAllAsync(Condition, 4, expression => TableAsync("Query", new JsonObject { ["KeyConditionExpression"] = expression }));
        await TryAllAsync(Condition, 5, expression => TableAsync("Scan", new JsonObject { ["ProjectionExpression"] = expression }));
        await TryAllAsync(Update, 6, expression => TableAsync("UpdateItem", new JsonObject { ["UpdateExpression"] = expression, ["Key"] = JsonNode.Parse("""{"id":{"S":"x"}}""") }));

        Task<(HttpStatusCode Status, string Text)> TableAsync(string operation, JsonObject input)
        {
            input["TableName"] = "nearly-right";
            var text = input.ToJsonString();
            if (text.Contains("#n", StringComparison.Ordinal))
            {
                input["ExpressionAttributeNames"] = new JsonObject { ["#n"] = "n" };
            }

            if (text.Contains(":v", StringComparison.Ordinal))
            {
                input["ExpressionAttributeValues"] = JsonNode.Parse("""{":v":{"N":"1"}}""");
            }

            return SendAsync("dynamodb", "DynamoDB_20120810." + operation, "application/x-amz-json-1.0", input);
        }
    }

    /// <summary>Templates are put, and what is taken runs: an API whose template fails is its owner's fault, told as such.</summary>
    [Fact]
    public async Task Mapping_templates()
    {
        var api = JsonNode.Parse((await ApiAsync(HttpMethod.Post, "/restapis", """{"name":"nearly-right"}""")).Text)!;
        var method = $"/restapis/{api["id"]}/resources/{api["rootResourceId"]}/methods/POST";
        await ApiAsync(HttpMethod.Put, method, """{"authorizationType":"NONE"}""");
        await TryAllAsync(Template, 7, async template =>
        {
            var put = await ApiAsync(HttpMethod.Put, method + "/integration", new JsonObject { ["type"] = "MOCK", ["requestTemplates"] = new JsonObject { ["application/json"] = template } }.ToJsonString());
            return put.Status == HttpStatusCode.Created ? await ApiAsync(HttpMethod.Post, method, """{"body":"{\"a\":[1,2]}"}""") : put;
        });
    }

    [Fact]
    public async Task Cbor()
    {
        // {"MetricName": "m", "StartTime": 1(1700000000), "Period": 60, "Statistics": ["Sum"]}
        byte[] right = Convert.FromHexString("A4" + "6A4D65747269634E616D65" + "616D" + "69537461727454696D65" + "C11A6553F100" + "66506572696F64" + "183C" + "6A53746174697374696373" + "816353756D");
        var random = new Random(8);
        for (var attempt = 0; attempt < 4 * Attempts; attempt++)
        {
            var bytes = (byte[])right.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[..random.Next(1, bytes.Length + 1)];
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cbor");
            using var answer = await host.Http.SendAsync(
                "monitoring", HttpMethod.Post, "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics", content, [new("smithy-protocol", "rpc-v2-cbor")]);
            Assert.True((int)answer.StatusCode is 200 or 400 or 501, $"{(int)answer.StatusCode} to {Convert.ToHexString(bytes)}");
        }
    }

    private static JsonObject Metric(string id) => new()
    {
        ["Id"] = id,
        ["MetricStat"] = new JsonObject { ["Metric"] = new JsonObject { ["Namespace"] = "Nearly", ["MetricName"] = "right" }, ["Period"] = 60, ["Stat"] = "Sum" },
    };

    private static async Task TryAllAsync(string[] words, int seed, Func<string, Task<(HttpStatusCode Status, string Text)>> ask)
    {
        var random = new Random(seed);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            var (status, answer) = await ask(text);
            Assert.True((int)status is 200 or 400 or 501, $"{(int)status} to {text}: {answer}");
        }
    }

    private Task<(HttpStatusCode Status, string Text)> ApiAsync(HttpMethod method, string target, string body) => SendAsync("apigateway", method, target, null, "application/json", body);

    private Task<(HttpStatusCode Status, string Text)> SendAsync(string service, string operation, string type, JsonObject body) =>
        SendAsync(service, HttpMethod.Post, "/", operation, type, body.ToJsonString());

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string service, HttpMethod method, string target, string? operation, string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await host.Http.SendAsync(service, method, target, content, operation is null ? null : [new("X-Amz-Target", operation)]);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
