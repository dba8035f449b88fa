using Headrace.Onnx;
using Headrace.Onnx.Format;

namespace Headrace.Vision.Tests.Segmentation;

/// <summary>Segmentation networks so small that their answers can be told beforehand.</summary>
internal static class Networks
{
    public static OnnxModel Open(byte[] model) => OnnxModel.Open(model.AsSpan());

    /// <summary>Water is where blue is above red: two logits (red, blue), from the mean of <paramref name="shrink"/>×<paramref name="shrink"/> pixels.</summary>
    public static byte[] BlueAgainstRed(int shrink = 1, params KeyValuePair<string, string>[] metadata) => Pooled(2, shrink, [1, 0, 0, 0, 0, 1], metadata);

    /// <summary>One logit: blue − 0.5 (of 1).</summary>
    public static byte[] BlueAboveHalf(params KeyValuePair<string, string>[] metadata) => Pooled(1, 1, [0, 0, 1], metadata, bias: -0.5f);

    /// <summary>One logit for each of red, green and blue, in that order.</summary>
    public static byte[] OneOfThree(params KeyValuePair<string, string>[] metadata) => Pooled(3, 1, [1, 0, 0, 0, 1, 0, 0, 0, 1], metadata);

    /// <summary>The class itself: 0 for red, 1 for green, 2 for blue.</summary>
    public static byte[] Classes() => Write(
        [
            new NodeProto { OpType = "ArgMax", Input = ["image"], Output = ["classes"], Attribute = [AttributeProto.Of("axis", 1L), AttributeProto.Of("keepdims", 0L)] },
        ],
        [Image("N", "H", "W")],
        [ValueInfoProto.Tensor("classes", OnnxElementType.Int64, "N", "H", "W")],
        [],
        []);

    /// <summary>As SAM's: the picture itself, at a quarter of its size, is its embedding.</summary>
    public static byte[] SamEncoder(int side = 64) => Write(
        [new NodeProto { OpType = "AveragePool", Input = ["images"], Output = ["embeddings"], Attribute = [AttributeProto.Of("kernel_shape", [4L, 4L]), AttributeProto.Of("strides", [4L, 4L])] }],
        [ValueInfoProto.Tensor("images", OnnxElementType.Float, 1, 3, side, side)],
        [ValueInfoProto.Tensor("embeddings", OnnxElementType.Float, 1, 3, side / 4, side / 4)],
        [],
        []);

    /// <summary>
    /// As SAM's exported decoder: water where the embedding's blue is above its red, if the only point's label is −1 (no prompt) or two labels are
    /// those of a box; else nowhere. Gives the padded square, small, besides a second mask that says the opposite.
    /// </summary>
    public static byte[] SamDecoder() => Write(
        [
            new NodeProto { OpType = "Conv", Input = ["image_embeddings", "w"], Output = ["difference"] },
            new NodeProto { OpType = "ReduceSum", Input = ["point_labels"], Output = ["sum"], Attribute = [AttributeProto.Of("keepdims", 0L)] },
            new NodeProto { OpType = "Mul", Input = ["sum", "sum"], Output = ["square"] }, // 1 without a prompt, 25 for a box
            new NodeProto { OpType = "ReduceSum", Input = ["point_coords"], Output = ["extent"], Attribute = [AttributeProto.Of("keepdims", 0L)] },
            new NodeProto { OpType = "ReduceSum", Input = ["orig_im_size"], Output = ["size"], Attribute = [AttributeProto.Of("keepdims", 0L)] },
            new NodeProto { OpType = "Mul", Input = ["difference", "square"], Output = ["prompted"] },
            new NodeProto { OpType = "ReduceSum", Input = ["has_mask_input"], Output = ["has"], Attribute = [AttributeProto.Of("keepdims", 0L)] },
            new NodeProto { OpType = "ReduceSum", Input = ["mask_input"], Output = ["given"], Attribute = [AttributeProto.Of("keepdims", 0L)] },
            new NodeProto { OpType = "Add", Input = ["has", "given"], Output = ["nothing"] },
            new NodeProto { OpType = "Sub", Input = ["prompted", "nothing"], Output = ["masks"] },
            new NodeProto { OpType = "Add", Input = ["extent", "size"], Output = ["told"] },
        ],
        [
            ValueInfoProto.Tensor("image_embeddings", OnnxElementType.Float, 1, 3, "h", "w"),
            ValueInfoProto.Tensor("point_coords", OnnxElementType.Float, 1, "points", 2),
            ValueInfoProto.Tensor("point_labels", OnnxElementType.Float, 1, "points"),
            ValueInfoProto.Tensor("mask_input", OnnxElementType.Float, 1, 1, 256, 256),
            ValueInfoProto.Tensor("has_mask_input", OnnxElementType.Float, 1),
            ValueInfoProto.Tensor("orig_im_size", OnnxElementType.Float, 2),
        ],
        [ValueInfoProto.Tensor("masks", OnnxElementType.Float, 1, 2, "h", "w"), ValueInfoProto.Tensor("told", OnnxElementType.Float)],
        [TensorProto.Of("w", [2, 3, 1, 1], (float[])[-1, 0, 1, 1, 0, -1])],
        []);

    /// <summary>Some other model: doubles a vector.</summary>
    public static byte[] Doubling() => Write(
        [new NodeProto { OpType = "Add", Input = ["x", "x"], Output = ["y"] }],
        [ValueInfoProto.Tensor("x", OnnxElementType.Float, "N")],
        [ValueInfoProto.Tensor("y", OnnxElementType.Float, "N")],
        [],
        []);

    private static byte[] Pooled(int classes, int shrink, float[] weights, KeyValuePair<string, string>[] metadata, float bias = 0) => Write(
        [
            new NodeProto { OpType = "AveragePool", Input = ["image"], Output = ["small"], Attribute = [AttributeProto.Of("kernel_shape", [shrink, shrink]), AttributeProto.Of("strides", [shrink, shrink])] },
            new NodeProto { OpType = "Conv", Input = ["small", "w", "b"], Output = ["logits"] },
        ],
        [Image("N", "H", "W")],
        [ValueInfoProto.Tensor("logits", OnnxElementType.Float, "N", classes, "h", "w")],
        [TensorProto.Of("w", [classes, 3, 1, 1], weights), TensorProto.Of("b", [classes], Enumerable.Repeat(bias, classes).ToArray())],
        metadata);

    private static ValueInfoProto Image(Dimension count, Dimension height, Dimension width) => ValueInfoProto.Tensor("image", OnnxElementType.Float, count, 3, height, width);

    private static byte[] Write(NodeProto[] nodes, ValueInfoProto[] inputs, ValueInfoProto[] outputs, TensorProto[] weights, KeyValuePair<string, string>[] metadata) => new ModelProto
    {
        ProducerName = "headrace-tests",
        Graph = new GraphProto { Name = "test", Node = nodes, Initializer = weights, Input = inputs, Output = outputs },
        OpsetImport = [new("", 15)],
        MetadataProps = metadata,
    }.ToBytes();
}
