namespace Headrace.Onnx;

/// <summary>One line of the library's log.</summary>
public sealed record OnnxLogLine(OnnxLogSeverity Severity, string Category, string Place, string Message);
