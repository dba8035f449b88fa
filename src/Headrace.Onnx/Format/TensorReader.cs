namespace Headrace.Onnx.Format;

/// <summary>Constant tensors out of protocol buffers. Raw data stay where they are in the file.</summary>
internal static class TensorReader
{
    public static TensorProto Tensor(ProtoReader reader)
    {
        var (name, type) = ("", OnnxElementType.Undefined);
        ReadOnlyMemory<byte> raw = default;
        List<long> dims = [], ints = [], longs = [], unsigned = [];
        List<float> floats = [];
        List<double> doubles = [];
        List<ReadOnlyMemory<byte>> strings = [];
        List<KeyValuePair<string, string>> external = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.Numbers(dims); break;
                case 2: type = (OnnxElementType)reader.Number(); break;
                case 4: reader.Floats(floats); break;
                case 5: reader.Numbers(ints); break;
                case 6: strings.Add(reader.Bytes()); break;
                case 7: reader.Numbers(longs); break;
                case 8: name = reader.Text(); break;
                case 9: raw = reader.Bytes(); break;
                case 10: reader.Doubles(doubles); break;
                case 11: reader.Numbers(unsigned); break;
                case 13: external.Add(ModelReader.Entry(reader.Message())); break;
                default: reader.Skip(); break;
            }
        }

        return new TensorProto
        {
            Name = name,
            DataType = type,
            Dims = dims,
            RawData = raw,
            FloatData = floats,
            Int32Data = ints,
            Int64Data = longs,
            DoubleData = doubles,
            UInt64Data = unsigned,
            StringData = strings,
            ExternalData = external,
        };
    }
}
