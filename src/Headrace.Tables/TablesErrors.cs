using Headrace.Tables.Values;

namespace Headrace.Tables;

/// <summary>The room's catalogue of errors, in AWS's words.</summary>
public static class TablesErrors
{
    public const string Validation = "ValidationException";

    public static TablesException Invalid(string message) => new(Validation, message);

    public static TablesException InvalidParameter(string message) => new(Validation, "One or more parameter values were invalid: " + message);

    public static TablesException TableNotFound() => new("ResourceNotFoundException", "Requested resource not found");

    public static TablesException TableNotFound(string name) => new("ResourceNotFoundException", $"Requested resource not found: Table: {name} not found");

    public static TablesException TableExists(string name) => new("ResourceInUseException", $"Table already exists: {name}");

    public static TablesException LimitExceeded(string message) => new("LimitExceededException", message);

    public static TablesException ConditionFailed(Dictionary<string, AttributeValue>? item) =>
        new("ConditionalCheckFailedException", "The conditional request failed") { Item = item };

    public static TablesException ItemTooLarge() => Invalid("Item size has exceeded the maximum allowed size");

    public static TablesException KeyMismatch() => Invalid("The provided key element does not match the schema");

    public static TablesException TransactionCancelled(IReadOnlyList<CancellationReason> reasons) => new(
        "TransactionCanceledException",
        $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(static reason => reason.Code))}]")
    {
        Reasons = reasons,
    };

    public static TablesException OfNumber(NumberFault fault, string text) => Invalid(fault switch
    {
        NumberFault.Overflow => "Number overflow. Attempting to store a number with magnitude larger than supported range",
        NumberFault.Underflow => "Number underflow. Attempting to store a number with magnitude smaller than supported range",
        NumberFault.TooPrecise => "Attempting to store more than 38 significant digits in a Number",
        _ when text.Length == 0 => "The parameter cannot be converted to a numeric value",
        _ => $"The parameter cannot be converted to a numeric value: {text}",
    });
}
