using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>The body of Create- and UpdateFunctionUrlConfig.</summary>
internal sealed record UrlRequest : ILambdaRequest
{
    public string? AuthType { get; init; }

    public UrlCors? Cors { get; init; }

    public string? InvokeMode { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }

    /// <exception cref="LambdaException">ValidationException, or what this engine does not do.</exception>
    public void Check(bool isNew)
    {
        var failures = new ConstraintFailures();
        if (isNew)
        {
            failures.NotNull("authType", AuthType);
        }

        failures.OneOf("authType", AuthType, "NONE", "AWS_IAM");
        failures.OneOf("invokeMode", InvokeMode, "RESPONSE_STREAM", "BUFFERED");
        failures.Between("cors.maxAge", Cors?.MaxAge, 0, 86_400);
        failures.Throw();
        if (InvokeMode == "RESPONSE_STREAM")
        {
            throw LambdaErrors.NotImplemented("InvokeMode=RESPONSE_STREAM");
        }
    }
}
