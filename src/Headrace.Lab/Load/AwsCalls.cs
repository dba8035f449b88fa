using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab.Load.Targets;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>Calls beside the measured path: settings, looks at results.</summary>
internal sealed class AwsCalls(SignedHttpClient http)
{
    /// <exception cref="LabException">Anything but 2xx; names the call and AWS's own words.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        string service, HttpMethod method, string target, JsonObject? input, CancellationToken cancellationToken, params KeyValuePair<string, string>[] headers)
    {
        using var content = input is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(input.ToJsonString()));
        content?.Headers.TryAddWithoutValidation("Content-Type", service == "dynamodb" ? "application/x-amz-json-1.0" : "application/json");
        var response = await http.SendAsync(service, method, target, content, headers, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            throw new LabException($"{method} {target.Split('?')[0]} answered {(int)response.StatusCode} {Verdict.Sentence(body)}");
        }
    }

    public async Task<JsonNode> JsonAsync(HttpMethod method, string target, JsonObject? input, CancellationToken cancellationToken)
    {
        using var response = await SendAsync("lambda", method, target, input, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<JsonDocument> TableAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        using var response = await SendAsync("dynamodb", HttpMethod.Post, "/", input, cancellationToken, KeyValuePair.Create("X-Amz-Target", $"DynamoDB_20120810.{operation}"));
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
    }
}
