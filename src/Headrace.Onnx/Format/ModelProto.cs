namespace Headrace.Onnx.Format;

/// <summary>
/// A model as the file has it (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). The names are the format's own. What is left out of these records (training
/// information, functions, quantisation notes, sparse tensors) is passed over by reading.
/// </summary>
public sealed record ModelProto
{
    /// <summary>The IR version that ONNX 1.12 wrote: every runtime of the last years reads it.</summary>
    public const int CurrentIrVersion = 8;

    public long IrVersion { get; init; } = CurrentIrVersion;

    public string ProducerName { get; init; } = "";

    public string ProducerVersion { get; init; } = "";

    public string Domain { get; init; } = "";

    public long ModelVersion { get; init; }

    public string DocString { get; init; } = "";

    public required GraphProto Graph { get; init; }

    public IReadOnlyList<OperatorSetIdProto> OpsetImport { get; init; } = [];

    /// <summary>Custom metadata, in the order it is written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> MetadataProps { get; init; } = [];

    /// <exception cref="OnnxFormatException">The bytes are no model.</exception>
    public static ModelProto Read(ReadOnlyMemory<byte> bytes) => ModelReader.Read(bytes);

    public void Write(Stream stream) => ProtoWriter.Write(stream, writer => ModelWriter.Write(writer, this));

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }
}
