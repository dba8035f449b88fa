namespace Headrace.Onnx;

/// <summary>How grave a line of the library's log is.</summary>
public enum OnnxLogSeverity
{
    Verbose,
    Info,
    Warning,
    Error,
    Fatal,
}
