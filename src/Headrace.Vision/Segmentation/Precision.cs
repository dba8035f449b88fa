using Headrace.Onnx;

namespace Headrace.Vision.Segmentation;

/// <summary>Numbers as a graph wants and gives them: float32, or float16, which is converted.</summary>
internal static class Precision
{
    public static bool IsOf(OnnxElementType type) => type is OnnxElementType.Float or OnnxElementType.Float16;

    /// <summary>A tensor of that type: of float32 it stands on the numbers themselves. The caller disposes it.</summary>
    public static OnnxValue Tensor(OnnxElementType type, float[] numbers, params ReadOnlySpan<long> shape)
    {
        if (type != OnnxElementType.Float16)
        {
            return OnnxValue.Over(numbers.AsMemory(), shape);
        }

        var tensor = OnnxValue.Allocate<Half>(shape);
        var halves = tensor.AsSpan<Half>();
        for (var at = 0; at < halves.Length; at++)
        {
            halves[at] = (Half)numbers[at];
        }

        return tensor;
    }

    /// <summary>A tensor's numbers: of float32 where they are, for as long as the tensor is not disposed.</summary>
    public static ReadOnlySpan<float> Floats(OnnxValue tensor)
    {
        if (tensor.ElementType != OnnxElementType.Float16)
        {
            return tensor.AsSpan<float>();
        }

        var halves = tensor.AsSpan<Half>();
        var numbers = new float[halves.Length];
        for (var at = 0; at < halves.Length; at++)
        {
            numbers[at] = (float)halves[at];
        }

        return numbers;
    }
}
