using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests.Format;

public sealed class ModelProtoTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var model = Everything();
        var bytes = model.ToBytes();
        var read = ModelProto.Read(bytes);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(model.ProducerName, read.ProducerName);
        Assert.Equal(model.OpsetImport, read.OpsetImport);
        Assert.Equal(model.MetadataProps, read.MetadataProps);
        var node = read.Graph.Node[0];
        Assert.Equal(["x", "", "w"], node.Input);
        Assert.Equal(1.5f, node.Find("f")!.F);
        Assert.Equal(-3, node.Find("i")!.I);
        Assert.Equal("naïve", node.Find("s")!.Text);
        Assert.Equal([1f, -2f], node.Find("floats")!.Floats);
        Assert.Equal([1L, long.MinValue], node.Find("ints")!.Ints);
        Assert.Equal([5L, 6L], node.Find("t")!.T!.ToInt64());
        Assert.Equal("inner", node.Find("g")!.G!.Name);
        Assert.Equal([0.25f, 4f], read.Graph.Initializer[0].ToFloat());
        Assert.Equal("2,N,?", string.Join(',', read.Graph.Input[0].Type.Tensor!.Shape!));
        Assert.Null(node.Find("none"));
    }

    [Fact]
    public void Every_shorter_form_of_a_model_is_refused_or_read()
    {
        var bytes = Everything().ToBytes();
        var refused = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                ModelProto.Read(bytes.AsMemory(0, length));
            }
            catch (OnnxFormatException error)
            {
                Assert.InRange(error.Offset, 0, length);
                refused++;
            }
        }

        // Only where a field of the model itself ends does a shorter model make sense.
        Assert.InRange(refused, bytes.Length - 10, bytes.Length);
    }

    [Fact]
    public void A_length_beyond_the_end_is_named_with_its_place() =>
        Assert.Equal("a field of 100 bytes where 1 are left at byte 2", Assert.Throws<OnnxFormatException>(() => ModelProto.Read(new byte[] { 0x3A, 100, 0 })).Message);

    [Fact]
    public void Nothing_at_all_is_no_model() => Assert.Throws<OnnxFormatException>(() => ModelProto.Read(ReadOnlyMemory<byte>.Empty));

    [Fact]
    public void Graphs_nested_without_end_are_refused()
    {
        var graph = new GraphProto();
        for (var i = 0; i < 60; i++)
        {
            graph = new GraphProto { Node = [new NodeProto { OpType = "If", Attribute = [AttributeProto.Of("then_branch", graph)] }] };
        }

        var bytes = new ModelProto { Graph = graph }.ToBytes();
        Assert.Contains("nested deeper", Assert.Throws<OnnxFormatException>(() => ModelProto.Read(bytes)).Message);
    }

    [Fact]
    public void More_messages_than_memory_should_hold_are_refused()
    {
        // A graph of three million empty nodes: six megabytes.
        var nodes = new byte[6_000_000];
        for (var i = 0; i < nodes.Length; i += 2)
        {
            nodes[i] = 0x0A;
        }

        byte[] bytes = [0x3A, 0x80, 0x9B, 0xEE, 0x02, .. nodes];
        Assert.Contains("messages", Assert.Throws<OnnxFormatException>(() => ModelProto.Read(bytes)).Message);
    }

    [Fact]
    public void A_tensor_whose_elements_do_not_fit_its_dimensions_cannot_be_made() => Assert.Throws<ArgumentException>(() => TensorProto.Of("w", [2, 2], new float[3]));

    internal static ModelProto Everything() => new()
    {
        ProducerName = "headrace",
        ProducerVersion = "1",
        Domain = "example",
        ModelVersion = 3,
        DocString = "all of it",
        OpsetImport = [new("", 15), new("ai.onnx.ml", 3)],
        MetadataProps = [new("names", "boat\nperson"), new("empty", "")],
        Graph = new GraphProto
        {
            Name = "graph",
            DocString = "a graph",
            Node =
            [
                new NodeProto
                {
                    OpType = "Op",
                    Name = "node",
                    Domain = "ai.onnx.ml",
                    DocString = "a node",
                    Input = ["x", "", "w"],
                    Output = ["y"],
                    Attribute =
                    [
                        AttributeProto.Of("f", 1.5f),
                        AttributeProto.Of("i", -3),
                        AttributeProto.Of("s", "naïve"),
                        AttributeProto.Of("t", TensorProto.Of("", [2], new long[] { 5, 6 })),
                        AttributeProto.Of("g", new GraphProto { Name = "inner" }),
                        AttributeProto.Of("floats", [1f, -2f]),
                        AttributeProto.Of("ints", [1L, long.MinValue]),
                        AttributeProto.Of("strings", ["a", ""]),
                        new AttributeProto { Name = "tensors", Type = AttributeType.Tensors, Tensors = [TensorProto.Of("", [1], new byte[] { 7 })] },
                        new AttributeProto { Name = "graphs", Type = AttributeType.Graphs, Graphs = [new GraphProto { Name = "one" }] },
                    ],
                },
            ],
            Initializer =
            [
                TensorProto.Of("w", [2], new[] { 0.25f, 4f }),
                TensorProto.Of("labels", [2], ["boat", ""]),
                new TensorProto { Name = "floats", DataType = OnnxElementType.Float, Dims = [2], FloatData = [1, 2] },
                new TensorProto { Name = "halves", DataType = OnnxElementType.Float16, Dims = [1], Int32Data = [0x3C00] },
                new TensorProto { Name = "longs", DataType = OnnxElementType.Int64, Dims = [2], Int64Data = [-1, 300] },
                new TensorProto { Name = "doubles", DataType = OnnxElementType.Double, Dims = [1], DoubleData = [0.5] },
                new TensorProto { Name = "unsigned", DataType = OnnxElementType.UInt64, Dims = [1], UInt64Data = [-1] },
                new TensorProto { Name = "outside", DataType = OnnxElementType.Float, Dims = [1], ExternalData = [new("location", "weights.bin")] },
            ],
            Input = [ValueInfoProto.Tensor("x", OnnxElementType.Float, 2, "N", Dimension.Unknown)],
            Output =
            [
                new ValueInfoProto("y", new TypeProto { Sequence = new TypeProto { Map = new MapTypeProto(OnnxElementType.Int64, new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Float, []) }) } }),
            ],
            ValueInfo = [new ValueInfoProto("inside", new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Float, null) })],
        },
    };
}
