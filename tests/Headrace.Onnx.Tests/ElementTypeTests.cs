using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

public sealed class ElementTypeTests
{
    [Fact]
    public void Halves() => Passes([(Half)1.5f, Half.MinValue, Half.NaN], OnnxElementType.Float16);

    [Fact]
    public void Floats() => Passes([1.5f, float.MinValue, float.NaN], OnnxElementType.Float);

    [Fact]
    public void Doubles() => Passes([1.5, double.MaxValue], OnnxElementType.Double);

    [Fact]
    public void Bytes() => Passes<byte>([0, 255], OnnxElementType.UInt8);

    [Fact]
    public void Signed_bytes() => Passes<sbyte>([-128, 127], OnnxElementType.Int8);

    [Fact]
    public void Shorts() => Passes<short>([-32768, 32767], OnnxElementType.Int16);

    [Fact]
    public void Unsigned_shorts() => Passes<ushort>([0, 65535], OnnxElementType.UInt16);

    [Fact]
    public void Ints() => Passes([int.MinValue, int.MaxValue], OnnxElementType.Int32);

    [Fact]
    public void Unsigned_ints() => Passes<uint>([0, uint.MaxValue], OnnxElementType.UInt32);

    [Fact]
    public void Longs() => Passes([long.MinValue, long.MaxValue], OnnxElementType.Int64);

    [Fact]
    public void Unsigned_longs() => Passes<ulong>([0, ulong.MaxValue], OnnxElementType.UInt64);

    [Fact]
    public void Booleans() => Passes([true, false], OnnxElementType.Bool);

    [Fact]
    public void Halves_are_computed_with()
    {
        using var model = OnnxModel.Open(Graphs.Doubling(OnnxElementType.Float16));
        using var input = OnnxValue.Over<Half>(new[] { (Half)0.25f, (Half)3 }, 1, 2);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal([(Half)0.5f, (Half)6], results[0].AsSpan<Half>().ToArray());
    }

    [Fact]
    public void Strings()
    {
        using var model = OnnxModel.Open(Graphs.Identity(OnnxElementType.String));
        string[] texts = ["", "boat", "Flußpegel 水位", ""];
        using var input = OnnxValue.OfStrings(texts, 4);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal(OnnxElementType.String, results[0].ElementType);
        Assert.Equal(texts, results[0].ToStrings());
    }

    [Fact]
    public void Strings_that_are_all_empty()
    {
        using var value = OnnxValue.OfStrings(["", ""], 2);
        Assert.Equal(["", ""], value.ToStrings());
    }

    [Fact]
    public void A_tensor_may_be_empty()
    {
        using var model = OnnxModel.Open(Graphs.Identity(OnnxElementType.Float));
        using var input = OnnxValue.Over<float>(Memory<float>.Empty, 0);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal(0, results[0].Count);
        Assert.True(results[0].AsSpan<float>().IsEmpty);
    }

    [Fact]
    public void Sequences_come_out()
    {
        using var model = OnnxModel.Open(Graphs.OneNode(
            new NodeProto { OpType = "SplitToSequence", Attribute = [AttributeProto.Of("axis", 0), AttributeProto.Of("keepdims", 0)] },
            [ValueInfoProto.Tensor("x", OnnxElementType.Int64, "N")],
            [new ValueInfoProto("y", new TypeProto { Sequence = new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Int64, null) } })]));
        Assert.Equal(OnnxKind.Sequence, model.Outputs[0].Kind);
        using var input = OnnxValue.Over<long>(new long[] { 7, 8, 9 }, 3);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal(3, results[0].Count);
        using var last = results[0].ItemAt(2);
        Assert.Equal([9L], last.AsSpan<long>().ToArray());
    }

    [Fact]
    public void Sequences_go_in()
    {
        using var model = OnnxModel.Open(Graphs.OneNode(
            new NodeProto { OpType = "SequenceLength" },
            [new ValueInfoProto("x", new TypeProto { Sequence = new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Float, null) } })],
            [ValueInfoProto.Tensor("y", OnnxElementType.Int64)]));
        using var item = OnnxValue.Over<float>(new float[] { 1 }, 1);
        using var sequence = OnnxValue.SequenceOf(item, item, item);
        using var results = model.Run(new OnnxInput("x", sequence));
        Assert.Equal([3L], results[0].AsSpan<long>().ToArray());
    }

    [Fact]
    public void Maps_of_a_classifier_come_out()
    {
        // ZipMap: a matrix of probabilities → a sequence with one map from label to probability for each row.
        var map = new TypeProto { Map = new MapTypeProto(OnnxElementType.String, new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Float, []) }) };
        using var model = OnnxModel.Open(Graphs.OneNode(
            new NodeProto { OpType = "ZipMap", Domain = "ai.onnx.ml", Attribute = [AttributeProto.Of("classlabels_strings", ["boat", "person"])] },
            [ValueInfoProto.Tensor("x", OnnxElementType.Float, "N", 2)],
            [new ValueInfoProto("y", new TypeProto { Sequence = map })]));
        using var input = OnnxValue.Over<float>(new[] { 0.75f, 0.25f, 0.5f, 0.5f }, 2, 2);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal(2, results[0].Count);
        using var row = results[0].ItemAt(0);
        Assert.Equal(OnnxKind.Map, row.Kind);
        Assert.Equal(2, row.Count);
        using var labels = row.ItemAt(0);
        using var probabilities = row.ItemAt(1);
        var pairs = labels.ToStrings().Zip(probabilities.AsSpan<float>().ToArray()).ToDictionary();
        Assert.Equal(0.75f, pairs["boat"]);
        Assert.Equal(0.25f, pairs["person"]);
    }

    [Fact]
    public void Maps_go_in()
    {
        var map = new TypeProto { Map = new MapTypeProto(OnnxElementType.String, new TypeProto { Tensor = new TensorTypeProto(OnnxElementType.Float, []) }) };
        using var model = OnnxModel.Open(Graphs.OneNode(
            new NodeProto { OpType = "DictVectorizer", Domain = "ai.onnx.ml", Attribute = [AttributeProto.Of("string_vocabulary", ["width", "depth"])] },
            [new ValueInfoProto("x", map)],
            [ValueInfoProto.Tensor("y", OnnxElementType.Float, 1, 2)]));
        using var keys = OnnxValue.OfStrings(["depth", "width"], 2);
        using var values = OnnxValue.Over<float>(new[] { 2f, 30f }, 2);
        using var entries = OnnxValue.MapOf(keys, values);
        using var results = model.Run(new OnnxInput("x", entries));
        Assert.Equal([30f, 2f], results[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Another_type_than_the_tensors_is_refused()
    {
        using var value = OnnxValue.Allocate<float>(2);
        Assert.Equal("the value holds float32, not int32", Assert.Throws<InvalidOperationException>(() => value.AsSpan<int>().Length).Message);
        Assert.Throws<InvalidOperationException>(value.ToStrings);
        Assert.Throws<ArgumentException>(() => OnnxValue.Allocate<decimal>(2));
    }

    private static void Passes<T>(T[] elements, OnnxElementType type)
        where T : unmanaged
    {
        using var model = OnnxModel.Open(Graphs.Identity(type));
        using var input = OnnxValue.Over<T>(elements, elements.Length);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal(type, results[0].ElementType);
        Assert.Equal(elements, results[0].AsSpan<T>().ToArray());
    }
}
