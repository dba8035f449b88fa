namespace Headrace.Bootstrap.Classify;

/// <summary>The caller's input cannot be predicted from; the message goes into the answer.</summary>
internal sealed class PredictException(string message, Exception? innerException = null) : Exception(message, innerException);
