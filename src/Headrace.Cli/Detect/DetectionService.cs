using Headrace.Vision;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;

namespace Headrace.Cli.Detect;

/// <summary>Detection for many callers at once: no more images are under way than the processors bear, whoever asks.</summary>
internal sealed class DetectionService : IDisposable
{
    /// <summary>A small network gains little from more threads than these; more images at once gain more.</summary>
    private const int MostThreads = 4;

    private const long MaximumPixels = 100_000_000;
    private const long MaximumMemory = 1L << 30;

    private readonly Detector _detector;
    private readonly SemaphoreSlim _gate;

    private DetectionService(Detector detector, int atOnce)
    {
        _detector = detector;
        _gate = new SemaphoreSlim(atOnce);
    }

    /// <summary>Opens the model once for all callers.</summary>
    /// <exception cref="CommandException">One sentence: no such file, no model, no detector.</exception>
    public static DetectionService Open(string model)
    {
        if (!File.Exists(model))
        {
            throw new CommandException($"There is no model {model}.");
        }

        var threads = Math.Min(Environment.ProcessorCount, MostThreads);
        try
        {
            return new DetectionService(Detector.Open(model, new DetectorOptions { Threads = threads }), Math.Max(1, Environment.ProcessorCount / threads));
        }
        catch (Exception failure) when (failure is DetectorException or Headrace.Onnx.OnnxException or DllNotFoundException)
        {
            throw new CommandException($"{model}: {failure.Message}", failure);
        }
    }

    /// <summary>Decodes and detects.</summary>
    /// <returns>The objects, and the milliseconds that decoding and detecting took, waiting apart.</returns>
    /// <exception cref="ImageRejected">The bytes are not an image, or too large a one.</exception>
    public async Task<(IReadOnlyList<DetectedObject> Objects, double Milliseconds)> DetectAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            using var decoder = new RgbDecoder(MaximumPixels, MaximumMemory);
            var found = _detector.Detect(decoder.Decode(image, int.MaxValue, int.MaxValue));
            var objects = found.Select(one => new DetectedObject(one.Label, Math.Round(one.Accuracy, 4), [one.Box.X, one.Box.Y, one.Box.Width, one.Box.Height])).ToArray();
            return (objects, TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _detector.Dispose();
        _gate.Dispose();
    }
}
