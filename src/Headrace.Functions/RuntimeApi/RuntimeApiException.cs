namespace Headrace.Functions.RuntimeApi;

/// <summary>A refusal of the Runtime API: one row of its catalogue, worded as AWS words it.</summary>
public sealed class RuntimeApiException(int status, string errorType, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    public string ErrorType { get; } = errorType;

    public static RuntimeApiException InvalidTransition(RuntimeState from, RuntimeState to, string error = "State transition is not allowed") =>
        new(403, "InvalidStateTransition", $"State transition from {from} to {to} failed for runtime. Error: {error}");

    public static RuntimeApiException InvalidRequestId() => new(400, "InvalidRequestID", "Invalid request ID");

    public static RuntimeApiException InvalidResponseMode() => new(400, "InvalidFunctionResponseMode", "Invalid function response mode");

    public static RuntimeApiException Truncated() => new(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");

    public static RuntimeApiException TooLarge(long limit) => new(413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({limit} bytes).");

    /// <summary>The container is being torn down: exit promptly.</summary>
    public static RuntimeApiException Closed() => new(500, "InternalServerError", "Internal Server Error");

    public static RuntimeApiException NotFound() => new(404, "NotFound", "404 page not found");

    public static RuntimeApiException MethodNotAllowed() => new(405, "MethodNotAllowed", "Method Not Allowed");

    public static RuntimeApiException NotImplemented(string what) => new(501, "NotImplemented", $"{what} is not implemented.");
}
