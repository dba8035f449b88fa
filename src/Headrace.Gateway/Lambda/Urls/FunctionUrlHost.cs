namespace Headrace.Gateway.Lambda.Urls;

/// <summary>The host names of function URLs: <c>ID.lambda-url.REGION.localhost</c>.</summary>
internal static class FunctionUrlHost
{
    private const string Label = ".lambda-url.";

    /// <summary>The URL's id; null when the host is none of a function URL.</summary>
    public static string? Parse(string host)
    {
        var label = host.IndexOf(Label, StringComparison.OrdinalIgnoreCase);
        return label > 0 && host.IndexOf('.') == label ? host[..label] : null;
    }

    /// <summary>The URL on the endpoint that the caller used.</summary>
    public static string UrlOf(GatewayRequest request, string urlId)
    {
        var http = request.Http.Request;
        var port = http.Host.Port is { } explicitPort ? $":{explicitPort}" : "";
        return $"{http.Scheme}://{urlId}{Label}{request.Scope.Region}.localhost{port}/";
    }
}
