using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

public sealed class OnnxErrorTests
{
    [Fact]
    public void A_file_that_is_not_there()
    {
        var error = Assert.Throws<OnnxException>(() => OnnxModel.Open("/nonexistent/model.onnx"));
        Assert.Equal(OnnxErrorCode.NoSuchFile, error.Code);
        Assert.Contains("/nonexistent/model.onnx", error.Message);
    }

    [Fact]
    public void A_file_without_a_byte()
    {
        var path = Path.GetTempFileName();
        var error = Assert.Throws<OnnxException>(() => OnnxModel.Open(path));
        File.Delete(path);
        Assert.Equal(OnnxErrorCode.NoModel, error.Code);
    }

    [Fact]
    public void Bytes_that_are_no_model()
    {
        var error = Assert.Throws<OnnxException>(() => OnnxModel.Open("this is a photograph"u8));
        Assert.Equal(OnnxErrorCode.InvalidProtobuf, error.Code);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void An_operator_that_the_library_does_not_know()
    {
        var bytes = Graphs.OneNode(new NodeProto { OpType = "Guess" }, [ValueInfoProto.Tensor("x", OnnxElementType.Float, 1)], [ValueInfoProto.Tensor("y", OnnxElementType.Float, 1)]);
        var error = Assert.Throws<OnnxException>(() => OnnxModel.Open(bytes));
        Assert.Contains("Guess", error.Message);
    }

    [Fact]
    public void An_input_of_another_name()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var value = OnnxValue.Allocate<float>(1, 1);
        var error = Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("z", value)));
        Assert.Equal(OnnxErrorCode.InvalidArgument, error.Code);
        Assert.Equal("the model has no input z; it has x", error.Message);
    }

    [Fact]
    public void An_input_left_out()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        Assert.Throws<OnnxException>(() => model.Run());
        using var slot = model.CreateSlot();
        Assert.Equal("input x is not bound", Assert.Throws<OnnxException>(slot.Run).Message);
    }

    [Fact]
    public void An_input_of_another_type_or_shape_and_the_model_goes_on()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var integers = OnnxValue.Allocate<int>(1, 1);
        using var flat = OnnxValue.Allocate<float>(1);
        using var right = OnnxValue.Over<float>(new float[] { 4 }, 1, 1);
        Assert.Contains("float", Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("x", integers))).Message);
        Assert.Contains("rank", Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("x", flat))).Message, StringComparison.OrdinalIgnoreCase);
        using var results = model.Run(new OnnxInput("x", right));
        Assert.Equal([8f], results[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Memory_that_is_too_small_for_its_shape()
    {
        var error = Assert.Throws<OnnxException>(() => OnnxValue.Over<float>(new float[3], 2, 2));
        Assert.Equal(OnnxErrorCode.InvalidArgument, error.Code);
        Assert.Throws<OnnxException>(() => OnnxValue.Over<float>(new float[3], -1));
        Assert.Throws<OnnxException>(() => OnnxValue.OfStrings(["one"], 2));
    }

    [Fact]
    public void A_bound_output_of_another_shape()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var input = OnnxValue.Allocate<float>(1, 2);
        using var output = OnnxValue.Allocate<float>(2, 2);
        using var slot = model.CreateSlot();
        slot.BindInput("x", input);
        slot.BindOutput("y", output);
        Assert.Throws<OnnxException>(slot.Run);
    }

    [Fact]
    public void A_model_or_a_value_after_its_end()
    {
        var model = OnnxModel.Open(Graphs.Doubling());
        var value = OnnxValue.Allocate<float>(1, 1);
        value.Dispose();
        value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Run(new OnnxInput("x", value)));
        using var other = OnnxValue.Allocate<float>(1, 1);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Run(new OnnxInput("x", other)));
    }

    [Fact]
    public void No_thread_at_all() => Assert.Throws<ArgumentOutOfRangeException>(() => OnnxModel.Open(Graphs.Doubling(), new OnnxOptions { Threads = 0 }));
}
