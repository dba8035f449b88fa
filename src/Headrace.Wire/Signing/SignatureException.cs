namespace Headrace.Wire.Signing;

/// <summary>A request's signature was not accepted. The message and the details are S3's words.</summary>
/// <param name="details">Further elements of S3's error, in order.</param>
public sealed class SignatureException(SignatureFailure failure, string message, params (string Name, string Value)[] details) : Exception(message)
{
    public SignatureFailure Failure { get; } = failure;

    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;
}
