namespace Headrace.Onnx;

/// <summary>ONNX Runtime refused: its code and its text.</summary>
public sealed class OnnxException(OnnxErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    public OnnxErrorCode Code { get; } = code;
}
