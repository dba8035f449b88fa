using System.Diagnostics;
using Headrace.Bench.Detect;
using Headrace.Bench.Load;
using Headrace.Onnx;
using Headrace.Vision.Darknet;

namespace Headrace.Bench;

/// <summary>
/// yolov3-tiny at 416×416 with random weights, the image already numbers, beside OpenCV's DNN module with as many threads, in turns. Then cold: a process that opens the
/// model and infers once, with the model as it is and with its optimised copy.
/// </summary>
public static class DetectBench
{
    private const int Rounds = 7;
    private const int Runs = 15;
    private const int ColdRuns = 15;

    public static Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-detect-").FullName;
        var (cfg, weights, model, copy) = (Path.Combine(folder, "m.cfg"), Path.Combine(folder, "m.weights"), Path.Combine(folder, "m.onnx"), Path.Combine(folder, "m.ort"));
        File.WriteAllText(cfg, Yolov3Tiny.Cfg);
        using (var stream = File.Create(weights))
        {
            DarknetImporter.WriteRandomWeights(Yolov3Tiny.Cfg, stream, seed: 1);
        }

        using (var stream = File.Create(model))
        {
            DarknetImporter.Import(Yolov3Tiny.Cfg, File.ReadAllBytes(weights)).Write(stream);
        }

        foreach (var threads in (int[])[.. new[] { 1, Environment.ProcessorCount }.Distinct()])
        {
            Warm(report, cfg, weights, model, threads);
        }

        Cold(report, model, copy);
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private static void Warm(Report report, string cfg, string weights, string model, int threads)
    {
        using var openCv = new OpenCvDnn(cfg, weights, threads);
        using var ours = OnnxModel.Open(model, new OnnxOptions { Threads = threads });
        var random = new Random(1);
        var pixels = Enumerable.Range(0, 3 * Yolov3Tiny.Side * Yolov3Tiny.Side).Select(_ => random.NextSingle()).ToArray();
        using var image = OnnxValue.Over<float>(pixels, 1, 3, Yolov3Tiny.Side, Yolov3Tiny.Side);
        using var slot = ours.CreateSlot();
        slot.BindInput("image", image);
        slot.Run();
        List<(double Median, double Processor)> our = [], theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            our.Add(Measure(slot.Run));
            theirs.Add(openCv.Measure(Runs));
        }

        var name = threads == 1 ? "one thread" : $"{threads} threads";
        Add($"yolov3-tiny 416, {name}", "(reach 3×, aim 6×)", round => round.Median);
        // Says more than the clock on a machine that does other things besides.
        Add($"yolov3-tiny 416, {name}, processor time", "", round => round.Processor);

        void Add(string figure, string goal, Func<(double Median, double Processor), double> of)
        {
            var (mine, other) = (P50(our, of), P50(theirs, of));
            report.Add(figure, mine, "ms", $"OpenCV {openCv.Version} DNN {other:0.0} ms: {other / mine:0.00}× {goal}".TrimEnd());
        }
    }

    private static (double Median, double Processor) Measure(Action run)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return (new LoadResult(times, 1).P50, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Runs);
    }

    private static void Cold(Report report, string model, string copy)
    {
        // The first opening writes the copy and brings every file into memory.
        ColdOpen.Measure(model, copy);
        List<(double Total, double Library, double Open, double First)> plain = [], copied = [];
        for (var i = 0; i < ColdRuns; i++)
        {
            plain.Add(ColdOpen.Measure(model, ""));
            copied.Add(ColdOpen.Measure(model, copy));
        }

        report.Add("cold, spawn → first result, model as it is", P50(plain, run => run.Total), "ms");
        report.Add("cold, spawn → first result, optimised copy", P50(copied, run => run.Total), "ms", "with the .NET runtime's own start: this child is not compiled ahead of time");
        report.Add("of that: library and its environment", P50(copied, run => run.Library), "ms");
        report.Add("opening, model as it is", P50(plain, run => run.Open), "ms");
        report.Add("opening, optimised copy", P50(copied, run => run.Open), "ms", $"{P50(plain, run => run.Open) / P50(copied, run => run.Open):0.0}× faster (aim 3×)");
        report.Add("first run", P50(copied, run => run.First), "ms");
    }

    private static double P50<T>(IEnumerable<T> runs, Func<T, double> figure) => new LoadResult([.. runs.Select(figure)], 1).P50;
}
