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

    /// <summary>Median milliseconds of so many runs.</summary>
    public double Measure(int runs)
    {
        _process.StandardInput.WriteLine(runs);
        return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
