namespace Headrace.Functions.Registry;

/// <summary>A refusal that Lambda has a code for: one row of <see cref="LambdaErrors"/>.</summary>
/// <param name="code">AWS's code: <c>ResourceNotFoundException</c>.</param>
/// <param name="status">HTTP status.</param>
/// <param name="type"><c>User</c>, <c>Service</c>, or null where AWS sends none.</param>
/// <param name="reason">The member <c>Reason</c>, or null.</param>
public sealed class LambdaException(string code, int status, string message, string? type = "User", string? reason = null) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public string? Type { get; } = type;

    public string? Reason { get; } = reason;
}
