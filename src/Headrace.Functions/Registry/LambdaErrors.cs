namespace Headrace.Functions.Registry;

/// <summary>Lambda's error catalogue: codes, status and words as recorded from AWS (November 2025), except <see cref="NotImplemented"/>.</summary>
public static class LambdaErrors
{
    public static LambdaException FunctionNotFound(string arn) => NotFound($"Function not found: {arn}");

    public static LambdaException AliasArnNotFound(string arn) => NotFound($"Cannot find alias arn: {arn}");

    public static LambdaException NotFound(string message = "The resource you requested does not exist.") =>
        new("ResourceNotFoundException", 404, message);

    public static LambdaException Invalid(string message) => new("InvalidParameterValueException", 400, message);

    /// <summary>A few of AWS's InvalidParameterValueExceptions carry no <c>Type</c>.</summary>
    public static LambdaException InvalidUntyped(string message) => new("InvalidParameterValueException", 400, message, type: null);

    public static LambdaException Conflict(string message) => new("ResourceConflictException", 409, message);

    /// <param name="api">The operation that would tell: <c>GetFunction/GetAlias</c>, <c>GetPolicy</c>, <c>GetLayerPolicy</c>.</param>
    public static LambdaException RevisionMismatch(string api = "GetFunction/GetAlias") => new(
        "PreconditionFailedException", 412,
        $"The Revision Id provided does not match the latest Revision Id. Call the {api} API to retrieve the latest Revision Id");

    /// <summary>One or more of <c>Value '…' at '…' failed to satisfy constraint: …</c>.</summary>
    public static LambdaException Validation(params IReadOnlyList<string> failures) => new(
        "ValidationException", 400,
        $"{failures.Count} validation error{(failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", failures)}", type: null);

    public static LambdaException TooLarge(string message) => new("RequestEntityTooLargeException", 413, message, type: null);

    public static LambdaException AccessDenied(string message) => new("AccessDeniedException", 403, message, type: null);

    public static LambdaException Unzip() => Invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");

    /// <summary>What this engine does not do, said by name: never accepted silently.</summary>
    public static LambdaException NotImplemented(string what) =>
        new("NotImplementedException", 501, $"{what} is not implemented by Headrace.", "Service");
}
