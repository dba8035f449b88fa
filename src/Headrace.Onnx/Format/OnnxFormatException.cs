namespace Headrace.Onnx.Format;

/// <summary>Bytes that are no model: what is wrong, and where.</summary>
public sealed class OnnxFormatException(string message, long offset) : Exception($"{message} at byte {offset}")
{
    public long Offset { get; } = offset;
}
