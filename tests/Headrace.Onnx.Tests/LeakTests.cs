using System.Globalization;

namespace Headrace.Onnx.Tests;

/// <summary>Ten thousand of everything, and the process is no larger than after the first thousand.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests
{
    private const int Repetitions = 10_000;
    private const long Allowance = 24 << 20;

    [Fact]
    public void Runs() => StaysTheSame(Repetitions, () =>
    {
        using var model = OnnxModel.Open(Graphs.Convolution());
        using var image = OnnxValue.Allocate<float>(1, 3, 16, 16);
        image.AsSpan<float>().Fill(0.5f);
        // 64 KiB come out of every run: what leaks is seen.
        return Repeat(() => model.Run(new OnnxInput("x", image)).Dispose());
    });

    [Fact]
    public void Slots_and_their_outputs() => StaysTheSame(Repetitions, () =>
    {
        using var model = OnnxModel.Open(Graphs.Convolution());
        using var image = OnnxValue.Allocate<float>(1, 3, 16, 16);
        image.AsSpan<float>().Fill(0.5f);
        using var slot = model.CreateSlot();
        slot.BindInput("x", image);
        return Repeat(slot.Run);
    });

    [Fact]
    public void Strings() => StaysTheSame(Repetitions, () =>
    {
        using var model = OnnxModel.Open(Graphs.Identity(OnnxElementType.String));
        var text = new string('x', 8_192);
        return Repeat(() =>
        {
            using var input = OnnxValue.OfStrings([text, text], 2);
            using var results = model.Run(new OnnxInput("x", input));
            Assert.Equal(text, results[0].ToStrings()[1]);
        });
    });

    [Fact]
    public void Errors() => StaysTheSame(Repetitions, () =>
    {
        using var model = OnnxModel.Open(Graphs.Doubling());
        using var wrong = OnnxValue.Allocate<float>(4_096);
        return Repeat(() => Assert.Throws<OnnxException>(() => model.Run(new OnnxInput("x", wrong))));
    });

    [Fact]
    public void Models()
    {
        var bytes = Graphs.Convolution();
        StaysTheSame(500, () => Repeat(() => OnnxModel.Open(bytes).Dispose(), 500));
    }

    private static int Repeat(Action action, int times = Repetitions)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }

        return times;
    }

    private static void StaysTheSame(int times, Func<int> work)
    {
        Assert.Equal(times, work());
        var before = Resident();
        Assert.Equal(times, work());
        var grown = Resident() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{grown >> 10} KiB more after {times} more");
        Assert.InRange(grown, long.MinValue, Allowance);
    }

    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
