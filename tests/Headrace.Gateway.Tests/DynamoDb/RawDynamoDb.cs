using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>Requests as JSON, right and wrong, and answers as they stand on the wire.</summary>
internal static class RawDynamoDb
{
    public static async Task<DynamoDbAnswer> CallAsync(this DynamoDbHost host, string operation, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        using var response = await host.Http.SendAsync(
            "dynamodb", HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", operation.Contains('.', StringComparison.Ordinal) ? operation : "DynamoDB_20120810." + operation)]);
        return await DynamoDbAnswer.ReadAsync(response);
    }

    /// <summary>The answer's JSON; an error fails the test.</summary>
    public static async Task<JsonElement> OkAsync(this DynamoDbHost host, string operation, string body)
    {
        var answer = await host.CallAsync(operation, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    /// <summary>After whatever went wrong, the next request is served.</summary>
    public static async Task AssertStillServesAsync(this DynamoDbHost host) => await host.OkAsync("ListTables", "{}");

    /// <summary>A table of its own for a test, with a hash key <c>id</c> (S) and perhaps a range key <c>at</c> (N).</summary>
    public static async Task<string> NewTableAsync(this DynamoDbHost host, bool hasRange = false, string more = "", string attributes = "")
    {
        var name = "test-" + Guid.NewGuid().ToString("N");
        await host.OkAsync("CreateTable", $$"""
            {"TableName":"{{name}}","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}{{(hasRange ? """,{"AttributeName":"at","AttributeType":"N"}""" : "")}}{{attributes}}],
             "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}{{(hasRange ? """,{"AttributeName":"at","KeyType":"RANGE"}""" : "")}}]{{more}}}
            """);
        return name;
    }
}

internal sealed record DynamoDbAnswer(HttpStatusCode Status, string? Crc32, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public static async Task<DynamoDbAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode, response.Headers.TryGetValues("x-amz-crc32", out var values) ? values.Single() : null, await response.Content.ReadAsStringAsync());

    /// <param name="type">With its prefix.</param>
    public void AssertError(int status, string type, string? message)
    {
        Assert.Equal(status, (int)Status);
        Assert.Equal(type, Json.GetProperty("__type").GetString());
        string? said = Json.TryGetProperty("message", out var lower) || Json.TryGetProperty("Message", out lower) ? lower.GetString() : null;
        Assert.Equal(message, said);
    }

    public void AssertInvalid(string message) => AssertError(400, "com.amazon.coral.validate#ValidationException", message);
}
