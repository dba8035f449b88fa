using System.Diagnostics;
using System.Globalization;

namespace Headrace.Bench.Detect;

/// <summary>OpenCV's DNN module in a Python process that waits to be asked, so that rounds can alternate with ours.</summary>
internal sealed class OpenCvDnn : IDisposable
{
    private readonly Process _process;

    public OpenCvDnn(string cfg, string weights, int threads)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "opencv_dnn.py"), cfg, weights, $"{Yolov3Tiny.Side}", $"{threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("OpenCV's side failed: is python3-opencv installed?");
    }

    public string Version { get; }

    /// <summary>Of so many runs the median milliseconds, and the milliseconds of processor time that each took.</summary>
    public (double Median, double Processor) Measure(int runs)
    {
        _process.StandardInput.WriteLine(runs);
        var figures = _process.StandardOutput.ReadLine()!.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
