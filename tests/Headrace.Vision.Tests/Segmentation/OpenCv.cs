using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headrace.Vision.Tests.Segmentation;

/// <summary>Debian's OpenCV, asked through opencv.py: the reference of fills, resizes and regions.</summary>
internal static class OpenCv
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Available = new(() =>
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import cv2"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    public static void SkipUnlessAvailable() => Assert.SkipUnless(Available.Value, "OpenCV is not here (apt install python3-opencv)");

    /// <summary>All answers, one after another.</summary>
    public static byte[] Ask(IEnumerable<JsonObject> cases)
    {
        var start = new ProcessStartInfo(Python, Path.Combine(AppContext.BaseDirectory, "Segmentation", "opencv.py"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        foreach (var one in cases)
        {
            process.StandardInput.WriteLine(one.ToJsonString(JsonSerializerOptions.Default));
        }

        process.StandardInput.Close();
        reading.Wait();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException(error.Result);
    }

    public static JsonObject MaskCase(string what, Headrace.Vision.Segmentation.Mask mask) =>
        new() { ["do"] = what, ["width"] = mask.Width, ["height"] = mask.Height, ["mask"] = Convert.ToHexString(mask.Pixels) };
}
