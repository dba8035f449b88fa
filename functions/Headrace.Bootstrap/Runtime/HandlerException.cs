namespace Headrace.Bootstrap.Runtime;

/// <summary>A failure with a name of its own and a message for the caller: bad input, bad configuration, a refused request.</summary>
internal sealed class HandlerException(string errorType, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string ErrorType { get; } = errorType;
}
