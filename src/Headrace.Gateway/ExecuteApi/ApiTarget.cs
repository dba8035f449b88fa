using Headrace.Apis;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Which API, which stage and which path of it a request is for.</summary>
/// <param name="Stage">Null: there is no such stage.</param>
/// <param name="Path">After the stage, as sent; begins with a slash.</param>
internal readonly record struct ApiTarget(ServedApi Api, string? Stage, string Path)
{
    private const string NamedPrefix = "/_apis/";
    private const string RestPrefix = "/restapis/";
    private const string UserRequest = "_user_request_";

    /// <summary><c>/_apis/{name}/…</c>, <c>/restapis/{id}/{stage}/_user_request_/…</c>, or <c>{id}.execute-api.…/{stage}/…</c>.</summary>
    /// <returns>Null when there is no such API.</returns>
    public static ApiTarget? Find(ApiRegistry apis, string host, string rawPath)
    {
        if (rawPath.StartsWith(NamedPrefix, StringComparison.Ordinal))
        {
            var (name, rest) = Split(rawPath, NamedPrefix.Length);
            return apis.ServedByName(Uri.UnescapeDataString(name)) is { } api ? new ApiTarget(api, api.LatestStage, rest) : null;
        }

        if (rawPath.StartsWith(RestPrefix, StringComparison.Ordinal) && rawPath.Split('/', 6) is [_, _, var id, var stage, UserRequest, ..] parts)
        {
            stage = Uri.UnescapeDataString(stage);
            return apis.Served(id) is { } api ? new ApiTarget(api, HasStage(api, stage) ? stage : null, parts.Length > 5 ? $"/{parts[5]}" : "/") : null;
        }

        var label = host.IndexOf('.', StringComparison.Ordinal);
        if (label <= 0 || apis.Served(host[..label].ToLowerInvariant()) is not { } hosted)
        {
            return null;
        }

        // A slash before the stage counts for nothing.
        var (first, after) = Split(rawPath, rawPath.Length - rawPath.AsSpan().TrimStart('/').Length);
        return hosted.Http is { } http && !http.Stages.ContainsKey(first)
            ? new ApiTarget(hosted, http.Stages.ContainsKey("$default") ? "$default" : null, rawPath)
            : new ApiTarget(hosted, HasStage(hosted, first) ? first : null, after);
    }

    private static bool HasStage(ServedApi api, string stage) => api.Rest?.Stages.ContainsKey(stage) ?? api.Http!.Stages.ContainsKey(stage);

    private static (string First, string After) Split(string path, int start)
    {
        var end = path.IndexOf('/', start);
        return end < 0 ? (path[start..], "/") : (path[start..end], path[end..]);
    }
}
