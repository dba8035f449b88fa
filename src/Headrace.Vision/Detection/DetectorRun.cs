using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;

namespace Headrace.Vision.Detection;

/// <summary>One thread's way through the model: its input, bound once and filled for every image.</summary>
internal sealed class DetectorRun : IDisposable
{
    private readonly DetectorModel _model;
    private readonly float[] _pixels;
    private readonly Half[] _halves;
    private readonly OnnxValue _input;
    private readonly OnnxSlot _slot;
    private float[] _output = [];

    public DetectorRun(OnnxModel model, DetectorModel description)
    {
        _model = description;
        _pixels = new float[3 * description.Width * description.Height];
        long[] shape = [1, 3, description.Height, description.Width];
        if (description.InputType == OnnxElementType.Float16)
        {
            _halves = new Half[_pixels.Length];
            _input = OnnxValue.Over<Half>(_halves, shape);
        }
        else
        {
            _halves = [];
            _input = OnnxValue.Over<float>(_pixels, shape);
        }

        _slot = model.CreateSlot();
        _slot.BindInput(description.Input, _input);
    }

    public List<Candidate> Run(RgbImage image, double confidence)
    {
        var placement = Placement.Of(image.Width, image.Height, _model.Width, _model.Height, _model.KeepsProportions);
        Fill(RgbResampler.Bilinear(image, placement.Width, placement.Height), placement);
        _slot.Run();
        var output = _slot.Output(_model.Output);
        return DetectorRows.Read(_model, Floats(output), output.Shape, placement, confidence);
    }

    public void Dispose()
    {
        _slot.Dispose();
        _input.Dispose();
    }

    /// <summary>Interleaved bytes to planes of levels from 0 to 1.</summary>
    private void Fill(RgbImage image, Placement placement)
    {
        const float scale = 1f / 255;
        if (placement.Width != _model.Width || placement.Height != _model.Height)
        {
            Array.Fill(_pixels, _model.Padding);
        }

        var plane = _model.Width * _model.Height;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var start = ((placement.Top + y) * _model.Width) + placement.Left;
            var red = _pixels.AsSpan(start, image.Width);
            var green = _pixels.AsSpan(plane + start, image.Width);
            var blue = _pixels.AsSpan((2 * plane) + start, image.Width);
            for (var x = 0; x < red.Length; x++)
            {
                red[x] = row[x * 3] * scale;
                green[x] = row[(x * 3) + 1] * scale;
                blue[x] = row[(x * 3) + 2] * scale;
            }
        }

        for (var i = 0; i < _halves.Length; i++)
        {
            _halves[i] = (Half)_pixels[i];
        }
    }

    private ReadOnlySpan<float> Floats(OnnxValue output)
    {
        if (output.ElementType == OnnxElementType.Float)
        {
            return output.AsSpan<float>();
        }

        var halves = output.AsSpan<Half>();
        if (_output.Length < halves.Length)
        {
            _output = new float[halves.Length];
        }

        for (var i = 0; i < halves.Length; i++)
        {
            _output[i] = (float)halves[i];
        }

        return _output.AsSpan(0, halves.Length);
    }
}
