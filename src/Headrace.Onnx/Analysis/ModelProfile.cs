using Headrace.Onnx.Format;

namespace Headrace.Onnx.Analysis;

/// <summary>
/// What a model costs: numbers that were trained (all constant tensors of floats and small integers), and floating-point operations for one image, a multiplication and its
/// addition counted as two, as papers on networks do (convolutions and matrix products; the rest is not counted). A symbolic first dimension counts as one.
/// </summary>
public sealed record ModelProfile(IReadOnlyList<LayerProfile> Layers)
{
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Null when any operator's are unknown.</summary>
    public long? Flops => Layers.All(layer => layer.Flops is not null) ? Layers.Sum(layer => layer.Flops) : null;

    public static ModelProfile Of(ModelProto model)
    {
        var graph = model.Graph;
        var shapes = new ShapeInference(graph);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        Dictionary<string, (int Count, long Parameters, long? Flops)> layers = new(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            shapes.Visit(node);
            var layer = layers.GetValueOrDefault(node.OpType, (0, 0, 0L));
            layers[node.OpType] = (layer.Count + 1, layer.Parameters, layer.Flops + OperationCount.Of(node, shapes));
            foreach (var input in node.Input)
            {
                owners.TryAdd(input, node.OpType);
            }
        }

        foreach (var tensor in graph.Initializer)
        {
            if (owners.TryGetValue(tensor.Name, out var owner) && IsTrained(tensor.DataType))
            {
                layers[owner] = layers[owner] with { Parameters = layers[owner].Parameters + Count(tensor) };
            }
        }

        return new ModelProfile([.. layers
            .Select(layer => new LayerProfile(layer.Key, layer.Value.Count, layer.Value.Parameters, layer.Value.Flops))
            .OrderByDescending(layer => layer.Flops ?? long.MaxValue).ThenByDescending(layer => layer.Count).ThenBy(layer => layer.Operator, StringComparer.Ordinal)]);
    }

    /// <summary>64-bit integers are shapes and indices.</summary>
    private static bool IsTrained(OnnxElementType type) => type is
        OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.BFloat16 or OnnxElementType.Double or OnnxElementType.Int8 or OnnxElementType.UInt8;

    private static long Count(TensorProto tensor)
    {
        try
        {
            return Math.Max(0, tensor.Count);
        }
        catch (OverflowException)
        {
            return 0;
        }
    }
}
