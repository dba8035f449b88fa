using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

public sealed class OptimisedCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-onnx-").FullName;

    private string Model => Path.Combine(_folder, "model.onnx");

    private string Copy => Path.Combine(_folder, "model.ort");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_second_opening_takes_the_copy_and_computes_the_same()
    {
        File.WriteAllBytes(Model, Graphs.Convolution());
        var (first, fromCopy) = Run();
        Assert.False(fromCopy);
        Assert.True(File.Exists(Copy));
        Assert.Equal([Copy, Model], Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Reverse());
        var (second, again) = Run();
        Assert.True(again);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_model_that_has_changed_makes_a_new_copy()
    {
        File.WriteAllBytes(Model, Graphs.Convolution());
        Run();
        var changed = Graphs.Convolution();
        changed[changed.Length / 2] ^= 1;
        File.WriteAllBytes(Model, changed);
        Assert.False(Run().FromCopy);
        Assert.True(Run().FromCopy);
    }

    [Fact]
    public void Other_options_make_another_copy()
    {
        File.WriteAllBytes(Model, Graphs.Convolution());
        Run();
        Assert.False(Run(new OnnxOptions { OptimisedCopy = Copy, FixedDimensions = new Dictionary<string, long> { ["H"] = 8, ["W"] = 8 } }).FromCopy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public void A_damaged_copy_is_replaced(int length)
    {
        File.WriteAllBytes(Model, Graphs.Convolution());
        Run();
        File.WriteAllBytes(Copy, File.ReadAllBytes(Copy)[..length]);
        Assert.False(Run().FromCopy);
        Assert.True(Run().FromCopy);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_costs_only_the_gain()
    {
        File.WriteAllBytes(Model, Graphs.Convolution());
        var options = new OnnxOptions { OptimisedCopy = "/proc/model.ort" };
        Assert.False(Run(options).FromCopy);
        Assert.False(Run(options).FromCopy);
    }

    [Fact]
    public void Metadata_ports_and_threads_survive()
    {
        File.WriteAllBytes(Model, Graphs.Model(ModelProto.Read(Graphs.Convolution()).Graph, new KeyValuePair<string, string>("names", "a\nb")));
        var options = new OnnxOptions { OptimisedCopy = Copy, Threads = 2 };
        OnnxModel.Open(Model, options).Dispose();
        using var model = OnnxModel.Open(Model, options);
        Assert.True(model.FromOptimisedCopy);
        Assert.Equal("a\nb", model.Metadata["names"]);
        Assert.Equal("float32[1,3,H,W]", model.Inputs[0].ToString());
    }

    private (float[] Output, bool FromCopy) Run(OnnxOptions? options = null)
    {
        using var model = OnnxModel.Open(Model, options ?? new OnnxOptions { OptimisedCopy = Copy });
        using var image = OnnxValue.Over<float>(Enumerable.Range(0, 3 * 8 * 8).Select(i => (float)i).ToArray(), 1, 3, 8, 8);
        using var results = model.Run(new OnnxInput("x", image));
        return (results[0].AsSpan<float>().ToArray(), model.FromOptimisedCopy);
    }
}
