namespace Headrace.Vision.Detection;

/// <summary>A model is not a detector that can be run. The message follows the model's name and a colon.</summary>
public sealed class DetectorException(string message, Exception? innerException = null) : Exception(message, innerException);
