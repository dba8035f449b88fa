using System.Collections.Concurrent;
using Headrace.Onnx;
using Headrace.Vision.Decoding;

namespace Headrace.Vision.Detection;

/// <summary>A detection model, open: images in, objects out. Any number of threads may use it.</summary>
public sealed class Detector : IDisposable
{
    private readonly OnnxModel _model;
    private readonly DetectorModel _description;
    private readonly DetectorOptions _options;
    private readonly ConcurrentBag<DetectorRun> _runs = [];

    private Detector(OnnxModel model, DetectorOptions options)
    {
        _model = model;
        _description = DetectorModel.Of(model);
        _options = options;
    }

    /// <summary>The input's sides, in pixels.</summary>
    public (int Width, int Height) InputSize => (_description.Width, _description.Height);

    public DetectorLayout Layout => _description.Layout;

    /// <summary>The classes' names by index.</summary>
    public IReadOnlyList<string> Labels => _description.Labels;

    /// <exception cref="OnnxException">The library refuses the model.</exception>
    /// <exception cref="DetectorException">It is a model, but no detector of a known layout.</exception>
    public static Detector Open(string path, DetectorOptions? options = null)
    {
        options ??= new DetectorOptions();
        var model = OnnxModel.Open(path, new OnnxOptions { Threads = options.Threads, OptimisedCopy = options.OptimisedCopy });
        try
        {
            return new Detector(model, options);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The objects, the most certain first.</summary>
    public IReadOnlyList<Detection> Detect(RgbImage image)
    {
        if (!_runs.TryTake(out var run))
        {
            run = new DetectorRun(_model, _description);
        }

        try
        {
            var candidates = run.Run(image, _options.Confidence);
            IEnumerable<Candidate> found = _description.Layout == DetectorLayout.EndToEnd
                ? candidates.OrderByDescending(static candidate => candidate.Score)
                : NonMaximumSuppression.Apply(candidates, _options.Overlap, perClass: _description.Layout is DetectorLayout.YoloV5 or DetectorLayout.YoloV8);
            return [.. found.Select(kept => new Detection(_description.LabelOf(kept.Class), kept.Score, kept.Box))];
        }
        finally
        {
            _runs.Add(run);
        }
    }

    public void Dispose()
    {
        while (_runs.TryTake(out var run))
        {
            run.Dispose();
        }

        _model.Dispose();
    }
}
