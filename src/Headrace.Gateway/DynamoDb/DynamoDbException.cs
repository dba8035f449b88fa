namespace Headrace.Gateway.DynamoDb;

/// <summary>An error of the protocol itself: what comes before a request has a meaning.</summary>
/// <param name="type">As in <c>__type</c>, prefix included.</param>
internal sealed class DynamoDbException(string type, int status, string? message) : Exception(message)
{
    private const string Service = "com.amazon.coral.service#";

    public string Type { get; } = type;

    public int Status { get; } = status;

    /// <summary>AWS says some of these without a word.</summary>
    public string? Text { get; } = message;

    public static DynamoDbException Serialization(string? message) => new(Service + "SerializationException", 400, message);

    public static DynamoDbException UnknownOperation() => new(Service + "UnknownOperationException", 400, null);

    public static DynamoDbException AccessDenied(string message) => new(Service + "AccessDeniedException", 400, message);

    public static DynamoDbException NotImplemented(string what) => new("NotImplemented", 501, $"{what} is not implemented.");
}
