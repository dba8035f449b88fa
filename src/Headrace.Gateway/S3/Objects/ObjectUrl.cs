using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Objects;

/// <summary>The address of an object, in the style the request was addressed in.</summary>
internal static class ObjectUrl
{
    public static string Of(S3Request request) => Of(request, request.Key);

    public static string Of(S3Request request, string key)
    {
        var http = request.Gateway.Http.Request;
        var host = http.Host.Value ?? "";
        var bucket = host.StartsWith(request.BucketName + ".", StringComparison.Ordinal) ? "" : "/" + request.BucketName;
        return $"{http.Scheme}://{host}{bucket}/{ObjectKey.ToPath(key)}";
    }
}
