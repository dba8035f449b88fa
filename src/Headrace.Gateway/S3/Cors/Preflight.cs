namespace Headrace.Gateway.S3.Cors;

/// <summary>A browser's <c>OPTIONS</c> question before a cross-origin request.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html</remarks>
internal static class Preflight
{
    /// <exception cref="WireException">BadRequest, AccessForbidden.</exception>
    public static Task HandleAsync(S3Request request)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            throw S3Error.WithMessage("BadRequest", "Insufficient information. Origin request header needed.");
        }

        var asked = request.Headers.AccessControlRequestMethod.ToString();
        var method = asked.Length == 0 ? request.Method : asked;
        if (request.BucketName is null || request.Store.FindBucket(request.BucketName) is null)
        {
            throw Forbidden("CORSResponse: Bucket not found", method, "BUCKET");
        }

        if (CorsHeaders.Configuration(request) is not { } configuration)
        {
            throw Forbidden("CORSResponse: CORS is not enabled for this bucket.", method, "BUCKET");
        }

        if (asked is not ("GET" or "PUT" or "POST" or "DELETE" or "HEAD"))
        {
            throw S3Error.WithMessage("BadRequest", $"Invalid Access-Control-Request-Method: {(asked.Length == 0 ? "null" : asked)}");
        }

        var requested = CorsHeaders.RequestedHeaders(request);
        var rule = configuration.Match(origin, asked, requested)
            ?? throw S3Error.Of("AccessForbidden", new("Method", asked), new("ResourceType", request.ObjectKey is null ? "BUCKET" : "OBJECT"));
        CorsHeaders.Write(request.Response.Headers, rule, origin, requested);
        return request.WriteEmptyAsync();
    }

    private static WireException Forbidden(string message, string method, string resourceType) =>
        S3Error.WithMessage("AccessForbidden", message, new("Method", method), new("ResourceType", resourceType));
}
