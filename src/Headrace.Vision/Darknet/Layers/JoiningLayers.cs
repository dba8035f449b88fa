using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary>Layers that take earlier layers: <c>[route]</c>, <c>[shortcut]</c>, <c>[scale_channels]</c>, <c>[sam]</c>.</summary>
internal static class JoiningLayers
{
    /// <summary>Earlier layers one after the other, or one of several equal parts of each.</summary>
    public static FeatureMap Route(LayerContext context)
    {
        var section = context.Section;
        var groups = section.Int("groups", 1, 1, LayerLimits.Channels);
        var part = section.Int("group_id", 0, 0, groups - 1);
        section.Refuse("stream", "0");
        List<FeatureMap> parts = [];
        foreach (var reference in section.Ints("layers"))
        {
            var layer = context.Layer("layers", reference);
            if (parts.Count > 0 && (layer.Height != parts[0].Height || layer.Width != parts[0].Width))
            {
                throw section.Error("layers", $"layers of different sizes: {parts[0].Width}×{parts[0].Height} and {layer.Width}×{layer.Height}");
            }

            if (layer.Channels % groups != 0)
            {
                throw section.Error("groups", $"groups={groups} does not divide {layer.Channels} channels");
            }

            var width = layer.Channels / groups;
            parts.Add(groups == 1 ? layer : layer with { Channels = width, Name = Channels(context, layer.Name, part * width, (part + 1) * width) });
        }

        var channels = parts.Sum(layer => (long)layer.Channels);
        var output = LayerLimits.Check(section, parts[0] with { Channels = (int)Math.Min(channels, int.MaxValue) });
        return parts.Count == 1
            ? output
            : output with { Name = context.Graph.Node("Concat", context.Prefix, [.. parts.Select(layer => layer.Name)], AttributeProto.Of("axis", 1)) };
    }

    /// <summary>A sum with an earlier layer. Where the two differ in channels, the layer before decides: more are left off, missing ones count as zero.</summary>
    public static FeatureMap Shortcut(LayerContext context)
    {
        var (section, graph, input) = (context.Section, context.Graph, context.Input);
        var references = section.Ints("from");
        if (references.Length != 1)
        {
            throw section.Error("from", "from with several layers is not implemented");
        }

        section.Refuse("weights_type", "none");
        section.Refuse("beta", "1");
        var source = context.Layer("from", references[0]);
        SameSize(section, "from", input, source);
        var alpha = section.Float("alpha", 1);
        var last = alpha == 1 ? input.Name : graph.Node("Mul", $"{context.Prefix}_alpha", [input.Name, graph.Constant($"{context.Prefix}_factor", [1], new[] { alpha })]);
        if (source.Channels == input.Channels)
        {
            return input with { Name = graph.Node("Add", context.Prefix, [last, source.Name]) };
        }

        if (source.Channels > input.Channels)
        {
            return input with { Name = graph.Node("Add", context.Prefix, [last, Channels(context, source.Name, 0, input.Channels)]) };
        }

        var sum = graph.Node("Add", $"{context.Prefix}_sum", [Channels(context, last, 0, source.Channels), source.Name]);
        return input with { Name = graph.Node("Concat", context.Prefix, [sum, Channels(context, last, source.Channels, input.Channels)], AttributeProto.Of("axis", 1)) };
    }

    /// <summary>An earlier layer, each channel times the one number that the layer before has for it.</summary>
    public static FeatureMap ScaleChannels(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        section.Refuse("scale_wh", "0");
        var source = context.Layer("from", section.RequiredInt("from", int.MinValue, int.MaxValue));
        return source.Channels == input.Channels && input is { Height: 1, Width: 1 }
            ? source with { Name = context.Graph.Node("Mul", context.Prefix, [source.Name, input.Name]) }
            : throw section.Error("from", $"{source.Channels} channels cannot be scaled by {input.Channels} of {input.Width}×{input.Height}");
    }

    /// <summary>Spatial attention: the product with an earlier layer of the same shape.</summary>
    public static FeatureMap Attention(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var source = context.Layer("from", section.RequiredInt("from", int.MinValue, int.MaxValue));
        SameSize(section, "from", input, source);
        return source.Channels == input.Channels
            ? input with { Name = context.Graph.Node("Mul", context.Prefix, [input.Name, source.Name]) }
            : throw section.Error("from", $"{input.Channels} channels cannot be multiplied with {source.Channels}");
    }

    private static void SameSize(CfgSection section, string key, FeatureMap one, FeatureMap other)
    {
        if (one.Height != other.Height || one.Width != other.Width)
        {
            throw section.Error(key, $"the layer before has {one.Width}×{one.Height}, the other {other.Width}×{other.Height}");
        }
    }

    private static string Channels(LayerContext context, string value, int from, int to)
    {
        var (graph, name) = (context.Graph, $"{context.Prefix}_part");
        return graph.Node(
            "Slice", name, [value, graph.Constant($"{name}_from", [from]), graph.Constant($"{name}_to", [to]), graph.Constant($"{name}_axis", [1])]);
    }
}
