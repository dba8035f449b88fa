using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Headrace.Vision.Tests.Darknet;

/// <summary>OpenCV's DNN module beside ours (Debian's python3-opencv).</summary>
internal static class OpenCv
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Installed = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import cv2"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    public static void SkipWithout()
    {
        Assert.SkipUnless(File.Exists(Python) && Installed.Value, "needs OpenCV for Python: apt install python3-opencv");
    }

    /// <summary>All outputs' rows, one after the other.</summary>
    public static float[] Run(string cfg, string weights, float[] input, params int[] shape) => InFolder(folder =>
    {
        var (source, target) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"));
        File.WriteAllBytes(source, MemoryMarshal.AsBytes(input.AsSpan()));
        Start([cfg, weights, source, target, .. shape.Select(side => side.ToString(CultureInfo.InvariantCulture))]);
        return Numbers(target);
    });

    /// <summary>For each JPEG of a folder what went in, followed by what came out.</summary>
    public static (int Images, float[] Numbers) RunOnImages(string cfg, string weights, string images, int height, int width) => InFolder(folder =>
    {
        var target = Path.Combine(folder, "out");
        var output = Start([cfg, weights, images, target, $"{height}", $"{width}"]);
        return (int.Parse(output, CultureInfo.InvariantCulture), Numbers(target));
    });

    private static float[] Numbers(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    private static string Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Darknet", "opencv.py"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.GetAwaiter().GetResult());
        return output;
    }

    private static T InFolder<T>(Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-opencv-").FullName;
        try
        {
            return use(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
