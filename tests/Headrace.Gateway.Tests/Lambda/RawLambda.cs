using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>Calls of the Lambda API as bytes, right and wrong.</summary>
internal static class RawLambda
{
    public const string Role = "arn:aws:iam::000000000000:role/any";

    public static async Task<LambdaAnswer> CallAsync(this LambdaHost host, HttpMethod method, string target, string? body = null, params KeyValuePair<string, string>[] headers)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content?.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await host.Http.SendAsync("lambda", method, target, content, headers);
        return await LambdaAnswer.ReadAsync(response);
    }

    /// <summary>A Python function of its own for a test; returns its name.</summary>
    public static async Task<string> CreatePythonAsync(this LambdaHost host, string code, string? name = null, string more = "")
    {
        name ??= "fn-" + Guid.NewGuid().ToString("N");
        var zip = Convert.ToBase64String(Zip("index.py", code));
        var answer = await host.CallAsync(
            HttpMethod.Post, "/2015-03-31/functions",
            $$"""{"FunctionName":"{{name}}","Runtime":"python3.11","Handler":"index.handler","Role":"{{Role}}","Code":{"ZipFile":"{{zip}}"}{{more}}}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return name;
    }

    public static byte[] Zip(string name, string content)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(content);
        }

        return buffer.ToArray();
    }
}

/// <param name="ErrorType">The header, or null.</param>
internal sealed record LambdaAnswer(HttpStatusCode Status, string? ErrorType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The message of an error, however it is spelled.</summary>
    public string Message => (Json.TryGetProperty("message", out var lower) ? lower : Json.GetProperty(nameof(Message))).GetString()!;

    public static async Task<LambdaAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode, response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null, await response.Content.ReadAsStringAsync());
}
