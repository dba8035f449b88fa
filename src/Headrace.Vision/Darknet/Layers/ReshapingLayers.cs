using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary>Layers that move numbers without computing: <c>[upsample]</c>, <c>[reorg]</c>, <c>[dropout]</c>, <c>[cost]</c>; and <c>[softmax]</c>.</summary>
internal static class ReshapingLayers
{
    public static FeatureMap Upsample(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var factor = section.Int("stride", 1, 1, LayerLimits.Side);
        section.Refuse("scale", "1");
        var output = LayerLimits.Check(section, input with { Height = Scaled(input.Height), Width = Scaled(input.Width) });
        return output with
        {
            Name = context.Graph.Node(
                "Resize",
                context.Prefix,
                [input.Name, "", context.Graph.Constant($"{context.Prefix}_scales", [4], new float[] { 1, 1, factor, factor })],
                AttributeProto.Of("mode", "nearest"),
                AttributeProto.Of("coordinate_transformation_mode", "asymmetric"),
                AttributeProto.Of("nearest_mode", "floor")),
        };

        int Scaled(int side) => (int)Math.Min((long)side * factor, int.MaxValue);
    }

    /// <summary>Darknet's reorganisation, which is no plain space-to-depth: it reads its input as if it had channels/stride² channels of stride times the size.</summary>
    public static FeatureMap Reorganise(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var stride = section.Int("stride", 2, 1, LayerLimits.Kernel);
        section.Refuse("reverse", "0");
        section.Refuse("flatten", "0");
        section.Refuse("extra", "0");
        var block = (long)stride * stride;
        if (input.Height % stride != 0 || input.Width % stride != 0 || (long)input.Channels * input.Height % block != 0)
        {
            throw section.Error("stride", $"stride={stride} does not divide {input.Channels} channels of {input.Width}×{input.Height}");
        }

        var output = LayerLimits.Check(
            section, new FeatureMap("", (int)Math.Min(input.Channels * block, int.MaxValue), input.Height / stride, input.Width / stride));
        var (graph, name) = (context.Graph, context.Prefix);
        var split = graph.Node("Reshape", $"{name}_split", [input.Name, graph.Constant($"{name}_from", [0, input.Channels * input.Height / block, stride, input.Width, stride])]);
        var moved = graph.Node("Transpose", $"{name}_moved", [split], AttributeProto.Of("perm", [0L, 2, 4, 1, 3]));
        return output with { Name = graph.Node("Reshape", name, [moved, graph.Constant($"{name}_to", [0, output.Channels, output.Height, output.Width])]) };
    }

    /// <summary>Only of interest to training: here the layer before itself.</summary>
    public static FeatureMap Nothing(LayerContext context) => context.Input;

    public static FeatureMap Softmax(LayerContext context)
    {
        context.Section.Refuse("groups", "1");
        context.Section.Refuse("temperature", "1");
        if (context.Section.Has("tree"))
        {
            throw context.Section.Error("tree", "tree is not implemented");
        }

        return context.Input with { Name = context.Graph.Node("Softmax", context.Prefix, [context.Input.Name], AttributeProto.Of("axis", 1)) };
    }
}
