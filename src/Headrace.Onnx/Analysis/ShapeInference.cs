using Headrace.Onnx.Format;

namespace Headrace.Onnx.Analysis;

/// <summary>
/// Shapes of a graph's values, as far as they follow from its inputs: -1 stands for a size that is not known, null for nothing known at all. Operators that are not
/// known here lead to values that are not known, unless the graph itself says what they are.
/// </summary>
internal sealed class ShapeInference
{
    private readonly Dictionary<string, long[]?> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);

    public ShapeInference(GraphProto graph)
    {
        foreach (var value in graph.ValueInfo.Concat(graph.Output).Concat(graph.Input))
        {
            // One image: a first dimension without a number is the batch.
            _shapes[value.Name] = value.Type.Tensor?.Shape?.Select((size, place) => size.Value ?? (place == 0 ? 1 : -1)).ToArray();
        }

        foreach (var tensor in graph.Initializer)
        {
            _shapes[tensor.Name] = [.. tensor.Dims];
            _constants[tensor.Name] = tensor;
        }
    }

    /// <summary>A value's shape; null when nothing is known of it.</summary>
    public long[]? Of(string value) => _shapes.GetValueOrDefault(value);

    /// <summary>Has to see the nodes in the graph's order.</summary>
    public void Visit(NodeProto node)
    {
        if (node.Output.Count == 0)
        {
            return;
        }

        if (node is { OpType: "Constant" } && node.Find("value")?.T is { } constant)
        {
            _constants[node.Output[0]] = constant;
            _shapes[node.Output[0]] = [.. constant.Dims];
            return;
        }

        if (node.OpType == "Split")
        {
            Split(node);
            return;
        }

        if (Infer(node) is { } shape && (Of(node.Output[0]) is not { } stated || stated.Length != shape.Length || stated.Any(size => size < 0)))
        {
            _shapes[node.Output[0]] = shape;
        }
    }

    private long[]? Infer(NodeProto node) => node.OpType switch
    {
        "Conv" => Windowed(node, Shape(node, 0), channels: Shape(node, 1) is [var filters, ..] ? filters : -1, kernel: node.Find("kernel_shape")?.Ints ?? Shape(node, 1)?.Skip(2).ToList()),
        "MaxPool" or "AveragePool" => Windowed(node, Shape(node, 0), channels: Shape(node, 0) is [_, var same, ..] ? same : -1, kernel: node.Find("kernel_shape")?.Ints),
        "GlobalAveragePool" or "GlobalMaxPool" => Shape(node, 0) is { Length: >= 2 } pooled ? [pooled[0], pooled[1], .. pooled.Skip(2).Select(_ => 1L)] : null,
        "Add" or "Sub" or "Mul" or "Div" or "Pow" or "Max" or "Min" or "PRelu" or "Greater" or "Less" or "Equal" => Broadcast(Shape(node, 0), Shape(node, 1)),
        "Relu" or "LeakyRelu" or "Sigmoid" or "Tanh" or "Softplus" or "Softmax" or "Exp" or "Log" or "Sqrt" or "Erf" or "Clip" or "HardSigmoid" or "HardSwish" or "Elu" or "Selu" or "Gelu" or "Mish"
            or "ThresholdedRelu" or "Identity" or "Dropout" or "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "Cast" or "Neg" or "Abs" or "Floor" or "Ceil" => Shape(node, 0),
        "Concat" => Concatenated(node),
        "Transpose" => Shape(node, 0) is { } moved && node.Find("perm")?.Ints is { } order && order.All(axis => axis >= 0 && axis < moved.Length) ? [.. order.Select(axis => moved[axis])] : null,
        "Reshape" => Reshaped(Shape(node, 0), Numbers(node, 1)),
        "Flatten" => Shape(node, 0) is { } flat && (node.Find("axis")?.I ?? 1) == 1 && flat.Length > 0 ? [flat[0], Product(flat.AsSpan(1))] : null,
        "Resize" or "Upsample" => Resized(node),
        "Slice" => Sliced(node),
        "Gemm" => Shape(node, 0) is [var m, var k] && Shape(node, 1) is [var a, var b] ? [node.Find("transA")?.I == 1 ? k : m, node.Find("transB")?.I == 1 ? a : b] : null,
        "MatMul" => Shape(node, 0) is { Length: >= 2 } left && Shape(node, 1) is { Length: >= 2 } right && Broadcast(left[..^2], right[..^2]) is { } batch ? [.. batch, left[^2], right[^1]] : null,
        _ => null,
    };

    private long[]? Shape(NodeProto node, int place) => place < node.Input.Count ? Of(node.Input[place]) : null;

    private long[]? Numbers(NodeProto node, int place) =>
        place < node.Input.Count && _constants.TryGetValue(node.Input[place], out var tensor) && tensor.DataType == OnnxElementType.Int64 ? tensor.ToInt64() : null;

    private static long[]? Windowed(NodeProto node, long[]? input, long channels, IReadOnlyList<long>? kernel)
    {
        if (input is not { Length: > 2 } || kernel is null || kernel.Count != input.Length - 2)
        {
            return null;
        }

        var (strides, dilations, pads) = (node.Find("strides")?.Ints, node.Find("dilations")?.Ints, node.Find("pads")?.Ints);
        var same = node.Find("auto_pad")?.Text is "SAME_UPPER" or "SAME_LOWER";
        var shape = new long[input.Length];
        (shape[0], shape[1]) = (input[0], channels);
        for (var axis = 0; axis < kernel.Count; axis++)
        {
            var stride = Math.Max(1, strides?.ElementAtOrDefault(axis) ?? 1);
            var window = ((kernel[axis] - 1) * Math.Max(1, dilations?.ElementAtOrDefault(axis) ?? 1)) + 1;
            var padding = (pads?.ElementAtOrDefault(axis) ?? 0) + (pads?.ElementAtOrDefault(axis + kernel.Count) ?? 0);
            var room = input[axis + 2] + padding - window;
            shape[axis + 2] = input[axis + 2] < 0 ? -1
                : same ? (input[axis + 2] + stride - 1) / stride
                : room < 0 ? -1
                : ((room + (node.Find("ceil_mode")?.I == 1 ? stride - 1 : 0)) / stride) + 1;
        }

        return shape;
    }

    private static long[]? Broadcast(long[]? one, long[]? other)
    {
        if (one is null || other is null)
        {
            return null;
        }

        var shape = new long[Math.Max(one.Length, other.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (a, b) = (i <= one.Length ? one[^i] : 1, i <= other.Length ? other[^i] : 1);
            shape[^i] = a == 1 ? b : b == 1 ? a : a < 0 || b < 0 ? Math.Max(a, b) : a;
        }

        return shape;
    }

    private long[]? Concatenated(NodeProto node)
    {
        var parts = node.Input.Select(Of).ToArray();
        if (parts.Length == 0 || parts[0] is not { } first || Axis(node.Find("axis")?.I ?? 0, first.Length) is not { } axis || parts.Any(part => part?.Length != first.Length))
        {
            return null;
        }

        var shape = first.ToArray();
        shape[axis] = parts.Any(part => part![axis] < 0) ? -1 : parts.Sum(part => part![axis]);
        return shape;
    }

    private static long[]? Reshaped(long[]? input, long[]? wanted)
    {
        if (wanted is null)
        {
            return null;
        }

        var shape = wanted.Select((size, place) => size == 0 ? (input is not null && place < input.Length ? input[place] : -2) : size).ToArray();
        var open = Array.IndexOf(shape, -1);
        if (open >= 0 && input is not null && input.All(size => size >= 0) && !shape.Contains(-2))
        {
            var rest = Product([.. shape.Where((_, place) => place != open)]);
            shape[open] = rest > 0 ? Product(input) / rest : -1;
        }

        return [.. shape.Select(size => Math.Max(size, -1))];
    }

    private long[]? Resized(NodeProto node)
    {
        if (Shape(node, 0) is not { } input)
        {
            return null;
        }

        if (Numbers(node, 3) is { } sizes && sizes.Length == input.Length)
        {
            return sizes;
        }

        var place = node.OpType == "Upsample" ? 1 : 2;
        return place < node.Input.Count && _constants.TryGetValue(node.Input[place], out var scales) && scales.DataType == OnnxElementType.Float && scales.ToFloat() is var factors && factors.Length == input.Length
            ? [.. input.Select((size, axis) => size < 0 ? -1 : (long)Math.Clamp(Math.Floor(size * (double)factors[axis]), -1, long.MaxValue / 2))]
            : null;
    }

    private long[]? Sliced(NodeProto node)
    {
        if (Shape(node, 0) is not { } input || Numbers(node, 1) is not { } starts || Numbers(node, 2) is not { } ends || starts.Length != ends.Length)
        {
            return null;
        }

        var axes = Numbers(node, 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = Numbers(node, 4);
        var shape = input.ToArray();
        for (var i = 0; i < starts.Length && i < axes.Length; i++)
        {
            if (Axis(axes[i], shape.Length) is not { } axis || shape[axis] < 0 || (steps is not null && steps.ElementAtOrDefault(i) != 1))
            {
                return null;
            }

            var (from, to) = (At(starts[i], shape[axis]), At(ends[i], shape[axis]));
            shape[axis] = Math.Max(0, to - from);
        }

        return shape;

        static long At(long index, long size) => Math.Clamp(index < 0 ? index + size : index, 0, size);
    }

    private void Split(NodeProto node)
    {
        if (Shape(node, 0) is not { } input || Axis(node.Find("axis")?.I ?? 0, input.Length) is not { } axis)
        {
            return;
        }

        var sizes = Numbers(node, 1) ?? node.Find("split")?.Ints;
        for (var i = 0; i < node.Output.Count; i++)
        {
            var shape = input.ToArray();
            shape[axis] = sizes is not null ? sizes.ElementAtOrDefault(i) : input[axis] < 0 ? -1 : input[axis] / node.Output.Count;
            _shapes[node.Output[i]] = shape;
        }
    }

    private static int? Axis(long axis, int rank) => (axis < 0 ? axis + rank : axis) is var place && place >= 0 && place < rank ? (int)place : null;

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
        {
            product = size < 0 || product < 0 || (size > 0 && product > long.MaxValue / size) ? -1 : product * size;
        }

        return product;
    }
}
