using Headrace.Onnx;

namespace Headrace.Vision.Detection;

/// <summary>What a detector's model says of itself: how to feed it and how to read it.</summary>
/// <param name="Width">Of the input, in pixels; likewise <paramref name="Height"/>.</param>
/// <param name="KeepsProportions">Whether the image is fitted in with padding (letterbox) or stretched.</param>
/// <param name="Padding">Level of the padding, 0 to 1.</param>
/// <param name="Labels">The classes' names by index.</param>
internal sealed record DetectorModel(
    string Input, OnnxElementType InputType, int Width, int Height, bool KeepsProportions, float Padding, string Output, DetectorLayout Layout, IReadOnlyList<string> Labels)
{
    private const int UsualSide = 640; // of Ultralytics' exports with dynamic sides that say no imgsz
    private const int LargestSide = 4096;
    private const float DarknetPadding = 0.5f;
    private const float UltralyticsPadding = 114f / 255;

    /// <exception cref="DetectorException">Not a detector this room reads; the message says what it expected.</exception>
    public static DetectorModel Of(OnnxModel model)
    {
        if (model.Inputs is not [{ Kind: OnnxKind.Tensor, Shape: [_, 3 or -1, _, _] } input] || input.ElementType is not (OnnxElementType.Float or OnnxElementType.Float16))
        {
            throw new DetectorException($"a detector has one input, float32 or float16 [N, 3, height, width]; this model has {string.Join("; ", model.Inputs)}");
        }

        var isDarknet = model.Metadata.TryGetValue("headrace.kind", out var kind) && kind == "darknet";
        var (height, width) = Sides(model, input);
        var labels = ClassNames.Parse(model.Metadata.GetValueOrDefault("names") ?? "");
        var output = model.Outputs.FirstOrDefault(port => port.Kind == OnnxKind.Tensor && port.Shape.Count == 3)
            ?? throw new DetectorException($"a detector has an output of three dimensions; this model has {string.Join("; ", model.Outputs)}");
        if (output.ElementType is not (OnnxElementType.Float or OnnxElementType.Float16))
        {
            throw new DetectorException($"a detector's output is float32 or float16; this model has {output}");
        }

        var layout = isDarknet ? DetectorLayout.Darknet : LayoutOf(Known(model, input, output, height, width), labels.Count, model.Metadata);
        var keepsProportions = !isDarknet || model.Metadata.GetValueOrDefault("headrace.input") == "letterbox";
        return new DetectorModel(
            input.Name, input.ElementType, width, height, keepsProportions, isDarknet ? DarknetPadding : UltralyticsPadding, output.Name, layout, labels);
    }

    /// <summary>How many scores a row of the output has.</summary>
    /// <exception cref="DetectorException">It is not as wide as the layout asks for.</exception>
    public int Classes(ReadOnlySpan<long> shape)
    {
        var classes = Layout switch
        {
            DetectorLayout.YoloV8 => shape[1] - 4,
            DetectorLayout.EndToEnd => shape[2] == 6 ? 1 : 0,
            _ => shape[2] - 5,
        };
        return shape[0] == 1 && classes is > 0 and <= int.MaxValue
            ? (int)classes
            : throw new DetectorException($"an output of [{string.Join(", ", shape.ToArray())}] is not what {Layout} puts out");
    }

    public string LabelOf(int number) => number < Labels.Count ? Labels[number] : $"class_{number}";

    private static (int Height, int Width) Sides(OnnxModel model, OnnxPort input)
    {
        var (height, width) = (input.Shape[2], input.Shape[3]);
        if (height < 0 || width < 0)
        {
            var said = ClassNames.Numbers(model.Metadata.GetValueOrDefault("imgsz") ?? "");
            (height, width) = said is [var first, var second] ? (first, second) : (UsualSide, UsualSide);
        }

        return height is > 0 and <= LargestSide && width is > 0 and <= LargestSide
            ? ((int)height, (int)width)
            : throw new DetectorException($"an input of {width}x{height} pixels is outside 1 to {LargestSide}");
    }

    /// <summary>The output with its sides. Exports with dynamic sides often leave them all open: then one run on black says them.</summary>
    private static OnnxPort Known(OnnxModel model, OnnxPort input, OnnxPort output, int height, int width)
    {
        if (output.Shape[1] > 0 || output.Shape[2] > 0)
        {
            return output;
        }

        long[] shape = [1, 3, height, width];
        using var black = input.ElementType == OnnxElementType.Float16 ? OnnxValue.Over<Half>(new Half[3 * height * width], shape) : OnnxValue.Over<float>(new float[3 * height * width], shape);
        using var results = model.Run(new OnnxInput(input.Name, black));
        return output with { Shape = results[output.Name].Shape.ToArray() };
    }

    private static DetectorLayout LayoutOf(OnnxPort output, int labels, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault("task") is { } task && task != "detect")
        {
            throw new DetectorException($"the model's task is '{task}', not 'detect'");
        }

        var (rows, columns) = (output.Shape[1], output.Shape[2]);
        return columns == 6 && labels != 1 && (metadata.GetValueOrDefault("end2end") == "True" || rows is > 0 and <= 1000) ? DetectorLayout.EndToEnd
            : labels > 0 && columns == labels + 5 ? DetectorLayout.YoloV5
            : labels > 0 && rows == labels + 4 ? DetectorLayout.YoloV8
            : labels == 0 && rows > columns && columns > 5 ? DetectorLayout.YoloV5
            : labels == 0 && columns > rows && rows > 4 ? DetectorLayout.YoloV8
            : throw new DetectorException($"an output {output} with {labels} class names is none of the layouts that are known: {string.Join(", ", Enum.GetNames<DetectorLayout>())}");
    }
}
