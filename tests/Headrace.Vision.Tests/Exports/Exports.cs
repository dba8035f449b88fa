using System.Diagnostics;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Decoding;
using Headrace.Vision.Photographs;
using Headrace.Vision.Tests.Detection;

namespace Headrace.Vision.Tests.Exports;

/// <summary>Networks that Debian's PyTorch has made and exported, photographs, and what it found in them: made once for all tests of a class.</summary>
/// <remarks>
/// Networks with random weights hear every level of difference: the photographs are cut to a size whose half OpenCV and we compute alike to the last bit
/// (how near the two are elsewhere: RgbResamplerTests).
/// </remarks>
public sealed class Exports : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Photographs = 6;
    private const int Width = 512;
    private const int Height = 384;

    private static readonly Lazy<bool> Installed = new(() => File.Exists(Python) && Start("-c", "import torch, onnx, cv2").ExitCode == 0);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _made = [];

    public Exports()
    {
        var coco = Path.Combine(Repository.SharedData, "coco");
        var originals = Directory.Exists(coco)
            ? Directory.EnumerateFiles(coco, "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : Enumerable.Range(0, Photographs).Select(seed => PhotographGenerator.Create(seed, 640, 480));
        using var decoder = new RgbDecoder(100_000_000, 1 << 30);
        using var jpeg = new TurboJpeg();
        Images = [.. originals.Select(original => decoder.Decode(original, int.MaxValue, int.MaxValue)).Where(image => image.Width >= Width && image.Height >= Height).Take(Photographs).Select(Write)];

        string Write(RgbImage image, int number)
        {
            var cut = new RgbImage(Width, Height);
            for (var y = 0; y < Height; y++)
            {
                image.Row(y)[..(Width * 3)].CopyTo(cut.Row(y));
            }

            byte[] file = [];
            var length = jpeg.EncodeRgb(cut.Pixels, Width, Height, quality: 92, ref file);
            var path = _folder[$"{number}.jpg"];
            File.WriteAllBytes(path, file[..length]);
            return path;
        }
    }

    /// <summary>Paths of photographs: of the shared folder, else drawn.</summary>
    public IReadOnlyList<string> Images { get; }

    public string this[string file] => _folder[file];

    /// <summary>Runs a script of this folder, once, on a folder to write to and the images.</summary>
    public void Make(string script, params string[] arguments)
    {
        Assert.SkipUnless(Installed.Value, "needs PyTorch, ONNX and OpenCV for Python: apt install python3-torch python3-onnx python3-opencv");
        if (!_made.TryGetValue(script, out var error))
        {
            var outcome = Start([Path.Combine(AppContext.BaseDirectory, "Exports", script), Path.GetDirectoryName(_folder["x"])!, .. arguments, .. Images]);
            _made[script] = error = outcome.ExitCode == 0 ? "" : outcome.Error;
        }

        Assert.True(error.Length == 0, error);
    }

    public void Dispose() => _folder.Dispose();

    private static (int ExitCode, string Error) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.GetAwaiter().GetResult());
    }
}
