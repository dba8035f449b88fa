namespace Headrace.Onnx;

/// <summary>Why: the library's own codes (<c>OrtErrorCode</c>), and one of ours.</summary>
public enum OnnxErrorCode
{
    /// <summary>Ours: the library itself is not there, or too old.</summary>
    LibraryMissing = -1,
    None = 0,
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    NoModel = 4,
    EngineError = 5,
    RuntimeException = 6,
    InvalidProtobuf = 7,
    ModelLoaded = 8,
    NotImplemented = 9,
    InvalidGraph = 10,
    ExecutionProviderFail = 11,
    ModelLoadCanceled = 12,
    ModelRequiresCompilation = 13,
    NotFound = 14,
}
