using Headrace.Onnx.Format;

namespace Headrace.Onnx.Tests;

public sealed class OnnxModelTests
{
    [Fact]
    public void The_library_says_its_version()
    {
        Assert.True(OnnxRuntimeLibrary.IsAvailable);
        Assert.Equal("1.30.0", OnnxRuntimeLibrary.Version);
    }

    [Fact]
    public void Inputs_and_outputs_are_named_and_typed()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        var input = Assert.Single(model.Inputs);
        Assert.Equal("x", input.Name);
        Assert.Equal(OnnxKind.Tensor, input.Kind);
        Assert.Equal(OnnxElementType.Float, input.ElementType);
        Assert.Equal([-1L, -1L], input.Shape);
        Assert.Equal(["N", "M"], input.SymbolicShape);
        Assert.Equal("float32[N,M]", input.ToString());
        Assert.Equal("y", Assert.Single(model.Outputs).Name);
    }

    [Fact]
    public void Metadata_is_read()
    {
        var bytes = Graphs.Model(ModelProto.Read(Graphs.Doubling()).Graph, new("headrace.kind", "test"), new("names", "pérson\nboat"));
        using var model = OnnxModel.Open(bytes);
        Assert.Equal("test", model.Metadata["headrace.kind"]);
        Assert.Equal("pérson\nboat", model.Metadata["names"]);
        Assert.Equal(2, model.Metadata.Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(1, 1000)]
    public void Shapes_may_change_from_run_to_run(int rows, int columns)
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        var numbers = Enumerable.Range(0, rows * columns).Select(i => (float)i).ToArray();
        using var input = OnnxValue.Over<float>(numbers, rows, columns);
        using var results = model.Run(new OnnxInput("x", input));
        Assert.Equal([rows, columns], results["y"].Shape.ToArray());
        Assert.Equal(numbers.Select(number => 2 * number), results[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void An_input_is_not_copied_and_an_output_goes_where_it_is_wanted()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        float[] numbers = [1, 2], doubled = [0, 0];
        using var input = OnnxValue.Over<float>(numbers, 1, 2);
        using var output = OnnxValue.Over<float>(doubled, 1, 2);
        using var slot = model.CreateSlot();
        slot.BindInput("x", input);
        slot.BindOutput("y", output);
        slot.Run();
        Assert.Equal([2f, 4f], doubled);
        numbers[0] = 21;
        slot.Run();
        Assert.Equal([42f, 4f], doubled);
        Assert.Same(output, slot.Output("y"));
    }

    [Fact]
    public void A_slot_without_a_bound_output_owns_what_the_run_makes()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var input = OnnxValue.Over<float>(new float[] { 1, 2, 3 }, 3, 1);
        using var slot = model.CreateSlot();
        slot.BindInput("x", input);
        Assert.Throws<InvalidOperationException>(() => slot.Output("y"));
        slot.Run();
        Assert.Equal([2f, 4f, 6f], slot.Output("y").AsSpan<float>().ToArray());
    }

    [Fact]
    public void A_warm_run_of_a_slot_allocates_nothing()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var input = OnnxValue.Over<float>(new float[4], 2, 2);
        using var output = OnnxValue.Allocate<float>(2, 2);
        using var slot = model.CreateSlot();
        slot.BindInput("x", input);
        slot.BindOutput("y", output);
        slot.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            slot.Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Native_memory_may_be_an_input() => Assert.Equal([3f, 5f], RunOverNativeMemory());

    [Fact]
    public void Many_threads_may_run_one_model()
    {
        using var model = OnnxModel.Open(Graphs.Convolution(), new OnnxOptions { Threads = 2 });
        using var image = OnnxValue.Over<float>(Enumerable.Range(0, 3 * 32 * 32).Select(i => (float)(i % 7)).ToArray(), 1, 3, 32, 32);
        using var first = model.Run(new OnnxInput("x", image));
        var expected = first[0].AsSpan<float>().ToArray();
        Parallel.For(0, 200, _ =>
        {
            using var results = model.Run(new OnnxInput("x", image));
            Assert.Equal(expected, results[0].AsSpan<float>().ToArray());
        });
    }

    [Fact]
    public void A_value_disposed_during_a_run_is_kept_to_its_end()
    {
        using var model = OnnxModel.Open(Graphs.Convolution());
        for (var i = 0; i < 100; i++)
        {
            var image = OnnxValue.Over<float>(new float[3 * 32 * 32], 1, 3, 32, 32);
            var running = new Thread(() =>
            {
                try
                {
                    using var results = model.Run(new OnnxInput("x", image));
                    Assert.Equal(64 * 32 * 32, results[0].Count);
                }
                catch (ObjectDisposedException)
                {
                    // It was disposed before the run began.
                }
            });
            running.Start();
            image.Dispose();
            running.Join();
        }
    }

    [Fact]
    public void A_model_disposed_during_runs_lets_them_end()
    {
        for (var i = 0; i < 50; i++)
        {
            var model = OnnxModel.Open(Graphs.Doubling());
            using var started = new Barrier(3);
            var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                using var input = OnnxValue.Over<float>(new float[4], 2, 2);
                started.SignalAndWait();
                try
                {
                    for (var run = 0; run < 1_000; run++)
                    {
                        model.Run(new OnnxInput("x", input)).Dispose();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // What it is for.
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            started.SignalAndWait();
            model.Dispose();
            threads.ForEach(thread => thread.Join());
        }
    }

    [Fact]
    public void A_run_that_fails_leaves_its_values_free()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        var wrong = OnnxValue.Allocate<float>(1);
        Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("x", wrong)));
        Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("x", wrong), new OnnxInput("z", wrong)));
        wrong.Dispose();
        Assert.True(wrong.Handle.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => wrong.AsSpan<float>().Length);
    }

    private static unsafe float[] RunOverNativeMemory()
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        var memory = stackalloc float[] { 1.5f, 2.5f };
        using var input = OnnxValue.Over(memory, 2, 1, 2);
        using var results = model.Run(new OnnxInput("x", input));
        return results[0].AsSpan<float>().ToArray();
    }
}
