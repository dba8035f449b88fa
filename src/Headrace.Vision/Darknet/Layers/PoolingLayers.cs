using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary><c>[maxpool]</c> and <c>[avgpool]</c>.</summary>
internal static class PoolingLayers
{
    /// <summary>Darknet pads by size - 1 unless told otherwise, the smaller half first: with size 2 and stride 1 the image keeps its size and grows to the right and below.</summary>
    public static FeatureMap Maximum(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var size = section.Int("size", 2, 1, LayerLimits.Kernel);
        var stride = section.Int("stride", 2, 1, LayerLimits.Side);
        var padding = section.Int("padding", size - 1, 0, LayerLimits.Kernel);
        section.Refuse("stride_x", $"{stride}");
        section.Refuse("stride_y", $"{stride}");
        section.Refuse("maxpool_depth", "0");
        section.Refuse("antialiasing", "0");
        var (before, after) = ((long)padding / 2, (long)(padding + 1) / 2);
        if (after >= size)
        {
            throw section.Error("padding", $"padding={padding} would leave windows of size {size} with no pixel");
        }

        var output = LayerLimits.Check(section, new FeatureMap("", input.Channels, Side(input.Height), Side(input.Width)));
        return output with
        {
            Name = context.Graph.Node(
                "MaxPool",
                context.Prefix,
                [input.Name],
                AttributeProto.Of("kernel_shape", [(long)size, size]),
                AttributeProto.Of("strides", [(long)stride, stride]),
                AttributeProto.Of("pads", [before, before, after, after])),
        };

        int Side(int side) => side + padding < size ? 0 : ((side - size + padding) / stride) + 1;
    }

    public static FeatureMap Average(LayerContext context) =>
        context.Input with { Name = context.Graph.Node("GlobalAveragePool", context.Prefix, [context.Input.Name]), Height = 1, Width = 1 };
}
