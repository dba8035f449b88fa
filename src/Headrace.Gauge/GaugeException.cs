namespace Headrace.Gauge;

/// <summary>A model or a mask of a site is not what it has to be. The message names what is wrong.</summary>
public sealed class GaugeException(string message, Exception? innerException = null) : Exception(message, innerException);
