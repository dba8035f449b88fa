using System.Globalization;
using Headrace.Onnx;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;

namespace Headrace.Vision.Segmentation;

/// <summary>A model that gives a logit for every class and pixel (any channel count, any output size), or the class itself as an integer.</summary>
public sealed class SemanticSegmenter : ISegmenter
{
    private const int Water = 1;

    private readonly OnnxModel model;
    private readonly SegmenterSettings settings;
    private readonly Normalisation normalisation;
    private readonly OnnxPort input;
    private readonly OnnxPort output;
    private readonly float[] planes;

    /// <summary>Owns the model.</summary>
    /// <exception cref="SegmentationException">Not a semantic model; it was disposed.</exception>
    public SemanticSegmenter(OnnxModel model, SegmenterSettings settings)
    {
        (this.model, this.settings) = (model, settings);
        try
        {
            input = model.Inputs is [{ Kind: OnnxKind.Tensor, Shape: [_, 3 or -1, _, _] } only] && Precision.IsOf(only.ElementType)
                ? only
                : throw new SegmentationException($"a segmentation model has one input, float32 or float16 [N,3,H,W]; this one has {Describe(model.Inputs)}");
            output = model.Outputs.FirstOrDefault(port => port.Name == "logits") ?? model.Outputs[0];
            if (output.Kind != OnnxKind.Tensor || (output.ElementType != OnnxElementType.Int64 && !Precision.IsOf(output.ElementType)))
            {
                throw new SegmentationException($"a segmentation model gives logits, float32 or float16, or int64 classes; output {output.Name} is {output}");
            }

            InputSize = (Side(input.Shape[3], settings.MaskWidth), Side(input.Shape[2], settings.MaskHeight));
            normalisation = settings.Normalisation(model.Metadata, Normalisation.Unit);
            WaterClass = settings.WaterClass ?? ClassOf(model.Metadata);
            planes = new float[checked(3 * InputSize.Width * InputSize.Height)];
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public (int Width, int Height) InputSize { get; }

    /// <summary>The site's, else the model's <c>headrace.water_class</c>; null where neither says, and then it is 1 of two.</summary>
    public int? WaterClass { get; }

    public Mask Segment(RgbImage image)
    {
        var (width, height) = InputSize;
        normalisation.Fill(RgbResampler.Resize(image, width, height), planes, width, height);
        using var tensor = Precision.Tensor(input.ElementType, planes, 1, 3, height, width);
        using var results = model.Run(new OnnxInput(input.Name, tensor));
        var value = results[output.Name];
        return value.ElementType == OnnxElementType.Int64 ? OfClasses(value) : OfLogits(value);
    }

    public void Dispose() => model.Dispose();

    private Mask OfLogits(OnnxValue value)
    {
        if (value.Shape is not [1, >= 1 and <= 4096, >= 1 and <= 8192, >= 1 and <= 8192])
        {
            throw new SegmentationException($"logits are [1,C,H,W]; output {output.Name} came as [{Text(value.Shape)}]");
        }

        var (classes, height, width) = ((int)value.Shape[1], (int)value.Shape[2], (int)value.Shape[3]);
        var winner = classes == 1 ? 0 : WaterClass ?? (classes == 2 ? Water : throw Unnamed(classes));
        return winner < classes
            ? new LogitMap(Precision.Floats(value), classes, width, height).Enlarge(winner, settings.MaskWidth, settings.MaskHeight, width, height)
            : throw new SegmentationException($"water_class is {winner}, and the model has {classes} classes");
    }

    private Mask OfClasses(OnnxValue value)
    {
        if (value.Shape is not [1, >= 1 and <= 8192, >= 1 and <= 8192] and not [1, 1, >= 1 and <= 8192, >= 1 and <= 8192])
        {
            throw new SegmentationException($"classes are int64[1,H,W]; output {output.Name} came as [{Text(value.Shape)}]");
        }

        var mask = new Mask((int)value.Shape[^1], (int)value.Shape[^2]);
        var classes = value.AsSpan<long>();
        for (var at = 0; at < classes.Length; at++)
        {
            mask.Pixels[at] = classes[at] == (WaterClass ?? Water) ? (byte)1 : (byte)0;
        }

        return mask.ResizeNearest(settings.MaskWidth, settings.MaskHeight);
    }

    private static int Side(long fixedSize, int wanted) => fixedSize > 0 ? (int)fixedSize : wanted;

    private static int? ClassOf(IReadOnlyDictionary<string, string> metadata) =>
        !metadata.TryGetValue("headrace.water_class", out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new SegmentationException($"the model's metadata headrace.water_class is '{text}': it is the number of a class, from 0");

    private static SegmentationException Unnamed(int classes) =>
        new($"the model has {classes} classes, and neither the site's water_class nor its own metadata headrace.water_class says which is water");

    private static string Text(ReadOnlySpan<long> shape) => string.Join(',', shape.ToArray());

    private static string Describe(IReadOnlyList<OnnxPort> ports) => ports.Count == 0 ? "none" : string.Join(" and ", ports.Select(port => $"{port.Name} {port}"));
}
