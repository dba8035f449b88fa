using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary><c>[connected]</c>: every output from every input.</summary>
internal static class ConnectedLayer
{
    public static FeatureMap Build(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var outputs = section.RequiredInt("output", 1, LayerLimits.Channels);
        section.Refuse("batch_normalize", "0");
        var biases = context.TakeFloats("biases", outputs);
        var weights = context.Weights.Take(section, "weights", outputs * input.Size);
        var flat = context.Graph.Node("Flatten", $"{context.Prefix}_flat", [input.Name], AttributeProto.Of("axis", 1));
        var product = context.Graph.Node(
            "Gemm",
            context.Prefix,
            [flat, context.Graph.Constant($"{context.Prefix}_weights", [outputs, input.Size], weights), context.Graph.Constant($"{context.Prefix}_biases", [outputs], biases)],
            AttributeProto.Of("transB", 1));
        var image = context.Graph.Node("Reshape", $"{context.Prefix}_image", [product, context.Graph.Constant($"{context.Prefix}_shape", [0, outputs, 1, 1])]);
        return new FeatureMap(image, outputs, 1, 1);
    }
}
