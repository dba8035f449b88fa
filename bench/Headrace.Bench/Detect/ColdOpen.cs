using System.Diagnostics;
using System.Globalization;
using Headrace.Onnx;

namespace Headrace.Bench.Detect;

/// <summary>A process of its own that opens a model, infers once and says how long that took it.</summary>
internal static class ColdOpen
{
    public const string Argument = "--open-once";

    /// <summary>The child: prints the milliseconds of library and environment, of opening, and of the first run.</summary>
    public static int Run(string model, string copy)
    {
        var started = Stopwatch.GetTimestamp();
        OnnxRuntimeLibrary.WarmUp();
        var ready = Stopwatch.GetTimestamp();
        using var opened = OnnxModel.Open(model, new OnnxOptions { Threads = Environment.ProcessorCount, OptimisedCopy = copy.Length > 0 ? copy : null });
        var open = Stopwatch.GetTimestamp();
        using var image = OnnxValue.Over<float>(new float[3 * Yolov3Tiny.Side * Yolov3Tiny.Side], 1, 3, Yolov3Tiny.Side, Yolov3Tiny.Side);
        using var results = opened.Run(new OnnxInput("image", image));
        var done = Stopwatch.GetTimestamp();
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Milliseconds(started, ready)} {Milliseconds(ready, open)} {Milliseconds(open, done)}"));
        return 0;
    }

    /// <summary>The parent: from the spawn to the result, and the child's own figures.</summary>
    public static (double Total, double Library, double Open, double First) Measure(string model, string copy)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Argument, model, copy]) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the process that opens a model failed");
        var total = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        process.WaitForExit();
        var parts = line.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (total, parts[0], parts[1], parts[2]);
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
