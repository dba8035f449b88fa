namespace Headrace.Calibration;

/// <summary>The data or the options cannot be used; the message is one sentence for whoever asked, and names the file, line and column where there are such.</summary>
public sealed class CalibrationException(string message, Exception? cause = null) : Exception(message, cause);
