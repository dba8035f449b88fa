using Headrace.Onnx;
using Headrace.Onnx.Format;

namespace Headrace.Harness;

/// <summary>Models that put out what a test says, whatever they see.</summary>
public static class DetectorModels
{
    /// <summary>Wherever it looks it sees a boat in the middle, half as wide and a quarter as high as the image, with 0.8; a person it is less sure of is not one.</summary>
    public static void WriteBoat(string path) => Write(
        path, [0.5f, 0.5f, 0.5f, 0.25f, 0.9f, 0.8f, 0.1f, 0.5f, 0.5f, 0.5f, 0.25f, 0.4f, 0, 0.3f], [1, 2, 7], OnnxElementType.Float, 64, ("headrace.kind", "darknet"), ("names", "boat\nperson"));

    /// <param name="path">Becomes a model with input <c>images</c> [1, 3, side, side].</param>
    public static void Write(string path, float[] output, long[] shape, OnnxElementType type, int side, params (string Key, string Value)[] metadata)
    {
        var values = type == OnnxElementType.Float16
            ? TensorProto.Of("said", shape, Array.ConvertAll(output, value => (Half)value))
            : TensorProto.Of("said", shape, output);
        var model = new ModelProto
        {
            ProducerName = "test",
            OpsetImport = [new("", 15)],
            Graph = new GraphProto
            {
                Name = "said",
                Node = [new NodeProto { Name = "said", OpType = "Identity", Input = ["said"], Output = ["output0"] }],
                Initializer = [values],
                Input = [ValueInfoProto.Tensor("images", type, 1, 3, side, side)],
                Output = [ValueInfoProto.Tensor("output0", type, shape[0], shape[1], shape[2])],
            },
            MetadataProps = [.. metadata.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))],
        };
        File.WriteAllBytes(path, model.ToBytes());
    }
}
