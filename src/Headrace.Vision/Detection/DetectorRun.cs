using System.Runtime.Intrinsics;
using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;

namespace Headrace.Vision.Detection;

/// <summary>One thread's way through the model: its input, bound once and filled for every image.</summary>
internal sealed class DetectorRun : IDisposable
{
    private const float Scale = 1f / 255;

    private readonly DetectorModel _model;
    private readonly float[] _pixels;
    private readonly Half[] _halves;
    private readonly OnnxValue _input;
    private readonly OnnxSlot _slot;
    private RgbImage? _resized;
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
        if (_resized?.Width != placement.Width || _resized.Height != placement.Height)
        {
            _resized = new RgbImage(placement.Width, placement.Height);
        }

        Fill(RgbResampler.Bilinear(image, _resized), placement);
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
            var x = 0;
            for (; (x * 3) + Vector128<byte>.Count <= row.Length; x += Vector128<float>.Count)
            {
                var pixels = Vector128.Create<byte>(row[(x * 3)..]);
                Levels(Vector128.Shuffle(pixels, Vector128.Create(0xFFFFFF00, 0xFFFFFF03, 0xFFFFFF06, 0xFFFFFF09).AsByte())).CopyTo(red[x..]);
                Levels(Vector128.Shuffle(pixels, Vector128.Create(0xFFFFFF01, 0xFFFFFF04, 0xFFFFFF07, 0xFFFFFF0A).AsByte())).CopyTo(green[x..]);
                Levels(Vector128.Shuffle(pixels, Vector128.Create(0xFFFFFF02, 0xFFFFFF05, 0xFFFFFF08, 0xFFFFFF0B).AsByte())).CopyTo(blue[x..]);
            }

            for (; x < red.Length; x++)
            {
                red[x] = row[x * 3] * Scale;
                green[x] = row[(x * 3) + 1] * Scale;
                blue[x] = row[(x * 3) + 2] * Scale;
            }
        }

        for (var i = 0; i < _halves.Length; i++)
        {
            _halves[i] = (Half)_pixels[i];
        }
    }

    private static Vector128<float> Levels(Vector128<byte> numbers) => Vector128.ConvertToSingle(numbers.AsInt32()) * Scale;

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
