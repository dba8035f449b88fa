using Headrace.Apis.Plans;
using Headrace.Apis.Rest;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>A request to a method of a REST API, taken apart: from a client, or made up by TestInvokeMethod.</summary>
internal sealed record RestCall
{
    /// <summary>Whom to answer; of it only identity, addresses and cancellation are used.</summary>
    public required GatewayRequest Request { get; init; }

    public required RestApi Api { get; init; }

    public required string StageName { get; init; }

    public required string? DeploymentId { get; init; }

    public required IReadOnlyDictionary<string, string>? StageVariables { get; init; }

    public required Resource Resource { get; init; }

    public required Method Method { get; init; }

    public required string HttpMethod { get; init; }

    public required string Path { get; init; }

    public required string FullPath { get; init; }

    public required IReadOnlyDictionary<string, string> PathParameters { get; init; }

    public required List<KeyValuePair<string, StringValues>> Headers { get; init; }

    public required List<KeyValuePair<string, StringValues>> Query { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required DateTimeOffset Received { get; init; }

    public bool IsSigned { get; init; }

    public ApiKey? ApiKey { get; init; }

    /// <summary>Made up by TestInvokeMethod.</summary>
    public bool IsTest { get; init; }

    public string ContentType => HeaderOf("Content-Type") ?? "application/json";

    public string? HeaderOf(string name) => Find(Headers, name, StringComparison.OrdinalIgnoreCase);

    public string? QueryOf(string name) => Find(Query, name, StringComparison.Ordinal);

    /// <summary>What <c>method.request.…</c> names; null when the request has no such.</summary>
    public StringValues? ParameterOf(string expression)
    {
        var parts = expression.Split('.', 4);
        if (parts is not ["method", "request", var place, ..])
        {
            return null;
        }

        if (place == "body" && parts.Length == 3)
        {
            return System.Text.Encoding.UTF8.GetString(Body.Span);
        }

        var name = parts.Length > 3 ? parts[3] : "";
        return place switch
        {
            "header" => HeaderOf(name) is { } header ? header : null,
            "multivalueheader" => All(Headers, name, StringComparison.OrdinalIgnoreCase),
            "querystring" => QueryOf(name) is { } query ? query : null,
            "multivaluequerystring" => All(Query, name, StringComparison.Ordinal),
            "path" => PathParameters.TryGetValue(name, out var value) ? value : (StringValues?)null,
            _ => null,
        };
    }

    public bool IsBinary(string? contentType) => IsBinary(Api, contentType);

    public static bool IsBinary(RestApi api, string? contentType)
    {
        if (api.BinaryMediaTypes is not { Count: > 0 } types || contentType is null)
        {
            return false;
        }

        var type = contentType.Split(';')[0].Trim();
        return types.Exists(binary => binary == "*/*" || binary.Equals(type, StringComparison.OrdinalIgnoreCase) ||
            (binary.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(binary[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    private static string? Find(List<KeyValuePair<string, StringValues>> list, string name, StringComparison comparison)
    {
        foreach (var (key, value) in list)
        {
            if (key.Equals(name, comparison))
            {
                return value.Count == 0 ? "" : value[^1];
            }
        }

        return null;
    }

    private static StringValues? All(List<KeyValuePair<string, StringValues>> list, string name, StringComparison comparison)
    {
        foreach (var (key, value) in list)
        {
            if (key.Equals(name, comparison))
            {
                return value;
            }
        }

        return null;
    }
}
