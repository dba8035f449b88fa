using Headrace.Apis;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>A status code in a path.</summary>
internal static class StatusCode
{
    public static string Of(ApiCall call) => Failure(call) is { } failure ? throw ApiErrors.Validation(failure) : call.Path("status_code");

    public static string? Failure(ApiCall call) => call.Path("status_code") is [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] ? null
        : $@"Value '{call.Path("status_code")}' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d";
}
