namespace Headrace.Vision.Segmentation;

/// <summary>A model is not of the kind, or its settings not of the form, that segmentation works with. The message names what is wrong.</summary>
public sealed class SegmentationException(string message, Exception? innerException = null) : Exception(message, innerException);
