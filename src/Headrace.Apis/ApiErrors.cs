namespace Headrace.Apis;

/// <summary>API Gateway's error catalogue, as recorded from AWS, except <see cref="NotImplemented"/>.</summary>
public static class ApiErrors
{
    public static ApiException BadRequest(string message) => new("BadRequestException", 400, message);

    public static ApiException NotFound(string message) => new("NotFoundException", 404, message);

    public static ApiException Conflict(string message) => new("ConflictException", 409, message);

    public static ApiException Validation(params IReadOnlyList<string> failures) => new(
        "ValidationException", 400, $"{failures.Count} validation error{(failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", failures)}");

    public static ApiException Serialization(string message) => new("SerializationException", 400, message);

    /// <summary>What this engine does not do, said by name: never accepted silently.</summary>
    public static ApiException NotImplemented(string what) => new("NotImplementedException", 501, $"{what} is not implemented by Headrace.");

    public static ApiException NoRestApi(string account, string id) => NotFound($"Invalid API identifier specified {account}:{id}");

    public static ApiException NoResource() => NotFound("Invalid Resource identifier specified");

    public static ApiException NoMethod() => NotFound("Invalid Method identifier specified");

    public static ApiException NoIntegration() => NotFound("Invalid Integration identifier specified");

    public static ApiException NoResponse() => NotFound("Invalid Response status code specified");

    public static ApiException NoStage() => NotFound("Invalid stage identifier specified");

    public static ApiException NoDeployment() => NotFound("Invalid Deployment identifier specified");
}
