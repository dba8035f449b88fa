using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

/// <summary>Small models for tests, written by our own writer.</summary>
internal static class Graphs
{
    public const long Opset = 15;

    public static byte[] Model(GraphProto graph, params KeyValuePair<string, string>[] metadata) => new ModelProto
    {
        ProducerName = "headrace-tests",
        Graph = graph,
        OpsetImport = [new("", Opset), new("ai.onnx.ml", 3)],
        MetadataProps = metadata,
    }.ToBytes();

    /// <summary>One node from inputs <c>x…</c> to outputs <c>y…</c>.</summary>
    public static byte[] OneNode(NodeProto node, ValueInfoProto[] inputs, ValueInfoProto[] outputs, params TensorProto[] initializers) => Model(new GraphProto
    {
        Name = "test",
        Node = [node with { Input = node.Input.Count > 0 ? node.Input : [.. inputs.Select(input => input.Name)], Output = [.. outputs.Select(output => output.Name)] }],
        Initializer = initializers,
        Input = inputs,
        Output = outputs,
    });

    /// <summary>y = x + x over tensors of any size.</summary>
    public static byte[] Doubling(OnnxElementType type = OnnxElementType.Float) =>
        OneNode(new NodeProto { OpType = "Add", Input = ["x", "x"] }, [ValueInfoProto.Tensor("x", type, "N", "M")], [ValueInfoProto.Tensor("y", type, "N", "M")]);

    public static byte[] Identity(OnnxElementType type) =>
        OneNode(new NodeProto { OpType = "Identity" }, [ValueInfoProto.Tensor("x", type, "N")], [ValueInfoProto.Tensor("y", type, "N")]);

    /// <summary>y = conv(x, w), 3×3, with random weights: 64 channels, so that there is something to optimise.</summary>
    public static byte[] Convolution()
    {
        var random = new Random(1);
        var weights = Enumerable.Range(0, 64 * 3 * 3 * 3).Select(_ => random.NextSingle() - 0.5f).ToArray();
        return OneNode(
            new NodeProto { OpType = "Conv", Input = ["x", "w"], Attribute = [AttributeProto.Of("kernel_shape", [3L, 3L]), AttributeProto.Of("pads", [1L, 1L, 1L, 1L])] },
            [ValueInfoProto.Tensor("x", OnnxElementType.Float, 1, 3, "H", "W")],
            [ValueInfoProto.Tensor("y", OnnxElementType.Float, 1, 64, "H", "W")],
            TensorProto.Of("w", [64, 3, 3, 3], weights));
    }
}
