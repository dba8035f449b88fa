using Headrace.Onnx.Analysis;
using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

public sealed class ModelProfileTests
{
    [Fact]
    public void A_convolution_over_sizes_that_are_not_fixed_has_no_count()
    {
        var profile = ModelProfile.Of(ModelProto.Read(Graphs.Convolution()));
        Assert.Equal(64 * 27, profile.Parameters);
        Assert.Null(profile.Flops);
        Assert.Equal(new LayerProfile("Conv", 1, 64 * 27, null), Assert.Single(profile.Layers));
    }

    [Theory]
    [InlineData(1, 1, 1, 10, 10)]
    [InlineData(2, 1, 1, 5, 5)]
    [InlineData(1, 0, 1, 8, 8)]
    [InlineData(1, 2, 2, 10, 10)]
    [InlineData(3, 0, 1, 3, 3)]
    public void Strides_padding_and_dilations_are_counted_as_the_library_shapes_them(long stride, long padding, long dilation, int height, int width)
    {
        var bytes = Graphs.OneNode(
            new NodeProto
            {
                OpType = "Conv",
                Input = ["x", "w"],
                Attribute = [AttributeProto.Of("strides", [stride, stride]), AttributeProto.Of("pads", [padding, padding, padding, padding]), AttributeProto.Of("dilations", [dilation, dilation])],
            },
            [ValueInfoProto.Tensor("x", OnnxElementType.Float, "N", 4, 10, 10)],
            [ValueInfoProto.Tensor("y", OnnxElementType.Float, "N", 8, "H", "W")],
            TensorProto.Of("w", [8, 2, 3, 3], new float[8 * 2 * 9]));
        var grouped = ModelProto.Read(bytes);
        grouped = grouped with { Graph = grouped.Graph with { Node = [grouped.Graph.Node[0] with { Attribute = [.. grouped.Graph.Node[0].Attribute, AttributeProto.Of("group", 2)] }] } };
        using var model = OnnxModel.Open(grouped.ToBytes());
        using var image = OnnxValue.Over<float>(new float[400], 1, 4, 10, 10);
        using var results = model.Run(new OnnxInput("x", image));
        Assert.Equal([1, 8, height, width], results[0].Shape.ToArray());
        Assert.Equal(2L * 8 * height * width * 2 * 9, ModelProfile.Of(grouped).Flops);
    }

    [Fact]
    public void Shapes_are_followed_through_other_operators()
    {
        var graph = new GraphProto
        {
            Input = [ValueInfoProto.Tensor("x", OnnxElementType.Float, "N", 4, 6, 6)],
            Output = [ValueInfoProto.Tensor("y", OnnxElementType.Float, "N", 5)],
            Node =
            [
                new NodeProto { OpType = "MaxPool", Input = ["x"], Output = ["a"], Attribute = [AttributeProto.Of("kernel_shape", [2L, 2L]), AttributeProto.Of("strides", [2L, 2L])] },
                new NodeProto { OpType = "Resize", Input = ["a", "", "scales"], Output = ["b"], Attribute = [AttributeProto.Of("mode", "nearest"), AttributeProto.Of("coordinate_transformation_mode", "asymmetric")] },
                new NodeProto { OpType = "Concat", Input = ["b", "x"], Output = ["c"], Attribute = [AttributeProto.Of("axis", 1)] },
                new NodeProto { OpType = "Slice", Input = ["c", "from", "to", "axes"], Output = ["d"] },
                new NodeProto { OpType = "Transpose", Input = ["d"], Output = ["e"], Attribute = [AttributeProto.Of("perm", [0L, 2, 3, 1])] },
                new NodeProto { OpType = "Reshape", Input = ["e", "shape"], Output = ["f"] },
                new NodeProto { OpType = "Gemm", Input = ["f", "w"], Output = ["y"], Attribute = [AttributeProto.Of("transB", 1)] },
            ],
            Initializer =
            [
                TensorProto.Of("scales", [4], new[] { 1f, 1, 2, 2 }),
                TensorProto.Of("from", [1], new long[] { -7 }),
                TensorProto.Of("to", [1], new[] { long.MaxValue }),
                TensorProto.Of("axes", [1], new long[] { 1 }),
                TensorProto.Of("shape", [2], new long[] { 0, -1 }),
                TensorProto.Of("w", [5, 7 * 36], new float[5 * 7 * 36]),
            ],
        };
        var bytes = Graphs.Model(graph);
        using var model = OnnxModel.Open(bytes);
        using var image = OnnxValue.Over<float>(new float[4 * 36], 1, 4, 6, 6);
        using var results = model.Run(new OnnxInput("x", image));
        Assert.Equal([1L, 5], results[0].Shape.ToArray());
        Assert.Equal(2L * 5 * 7 * 36, ModelProfile.Of(ModelProto.Read(bytes)).Flops);
    }
}
