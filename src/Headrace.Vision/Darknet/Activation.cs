using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet;

/// <summary>Activation functions: those that OpenCV's Darknet importer knows.</summary>
internal static class Activation
{
    /// <summary>Darknet's leaky ReLU.</summary>
    private const float LeakySlope = 0.1f;

    public static FeatureMap Apply(LayerContext context, FeatureMap map)
    {
        var graph = context.Graph;
        var name = $"{context.Prefix}_act";
        var x = map.Name;
        return context.Section.Text("activation") switch
        {
            null or "linear" => map,
            "relu" => map with { Name = graph.Node("Relu", name, [x]) },
            "leaky" => map with { Name = graph.Node("LeakyRelu", name, [x], AttributeProto.Of("alpha", LeakySlope)) },
            "logistic" => map with { Name = graph.Node("Sigmoid", name, [x]) },
            "tanh" => map with { Name = graph.Node("Tanh", name, [x]) },
            "swish" => map with { Name = graph.Node("Mul", name, [x, graph.Node("Sigmoid", $"{name}_sigmoid", [x])]) },
            "mish" => map with { Name = graph.Node("Mul", name, [x, graph.Node("Tanh", $"{name}_tanh", [graph.Node("Softplus", $"{name}_softplus", [x])])]) },
            var other => throw context.Section.Error("activation", $"activation={other} is unknown; known are linear, leaky, relu, mish, swish, logistic and tanh"),
        };
    }
}
