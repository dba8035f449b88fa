namespace Headrace.Gateway.Logs;

/// <summary>CloudWatch Logs' error catalogue, in the words recorded from AWS.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html</remarks>
internal static class LogsErrors
{
    public static WireException Invalid(string message) => new("InvalidParameterException", 400, message);

    public static WireException NoGroup() => new("ResourceNotFoundException", 400, "The specified log group does not exist.");

    public static WireException NoStream() => new("ResourceNotFoundException", 400, "The specified log stream does not exist.");

    public static WireException GroupExists() => new("ResourceAlreadyExistsException", 400, "The specified log group already exists");

    public static WireException StreamExists() => new("ResourceAlreadyExistsException", 400, "The specified log stream already exists");

    public static WireException InvalidToken() => Invalid("The specified nextToken is invalid.");

    public static WireException Serialization(string message) => new("SerializationException", 400, message);

    public static WireException NotImplemented(string what) => new("NotImplementedException", 501, $"{what} is not implemented by Headrace.");

    /// <summary>What a request breaks of the API's constraints; AWS tells all at once.</summary>
    public static WireException Validation(IReadOnlyList<string> failures) =>
        Invalid($"{failures.Count} validation error{(failures.Count == 1 ? "" : "s")} detected: {string.Join("; ", failures)}");
}
