using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet.Layers;

/// <summary>
/// <c>[yolo]</c> and <c>[region]</c>: rows of (centre x, centre y, width, height, objectness, score of each class), as OpenCV's region layer makes them but for its suppression
/// of overlaps: cells line by line, in each cell anchor by anchor; coordinates from 0 to 1; scores times objectness, and 0 where that is not above the layer's threshold.
/// </summary>
internal static class DetectionLayers
{
    private const int BoxColumns = 5;

    public static FeatureMap Yolo(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var classes = section.RequiredInt("classes", 1, LayerLimits.Classes);
        var all = Anchors(section, section.RequiredInt("num", 1, LayerLimits.Channels));
        List<(float Width, float Height)> anchors = [];
        foreach (var number in section.Ints("mask"))
        {
            anchors.Add(number >= 0 && number < all.Length ? all[number] : throw section.Error("mask", $"mask={number} is none of the {all.Length} anchors"));
        }

        // Anchors of [yolo] are in pixels of the network's input.
        var sizes = anchors.Select(anchor => (anchor.Width / context.Image.Width, anchor.Height / context.Image.Height)).ToArray();
        return Build(context, input, sizes, new Head(
            classes, section.Float("thresh", 0.2f), section.Float("scale_x_y", 1), Softmax: false, Activated: section.Flag("new_coords"), FixedObjectness: false));
    }

    public static FeatureMap Region(LayerContext context)
    {
        var (section, input) = (context.Section, context.Input);
        var classes = section.RequiredInt("classes", 1, LayerLimits.Classes);
        section.Refuse("coords", "4");
        if (section.Has("tree"))
        {
            throw section.Error("tree", "tree (YOLO9000) is not implemented");
        }

        if (!section.Flag("softmax"))
        {
            throw section.Error("softmax", "without softmax=1 is not implemented");
        }

        // Anchors of [region] are in cells.
        var anchors = Anchors(section, section.RequiredInt("num", 1, LayerLimits.Channels));
        var sizes = anchors.Select(anchor => (anchor.Width / input.Width, anchor.Height / input.Height)).ToArray();
        return Build(context, input, sizes, new Head(
            classes, section.Float("thresh", 0.001f), ScaleXY: 1, Softmax: true, Activated: false, FixedObjectness: section.Int("classfix", 0, int.MinValue, int.MaxValue) == -1));
    }

    private static FeatureMap Build(LayerContext context, FeatureMap input, (float Width, float Height)[] sizes, Head head)
    {
        var section = context.Section;
        var columns = BoxColumns + head.Classes;
        if (input.Channels != (long)sizes.Length * columns)
        {
            throw section.Error($"{input.Channels} channels come in; {sizes.Length} anchors and {head.Classes} classes need {(long)sizes.Length * columns}");
        }

        var rowCount = (long)input.Height * input.Width * sizes.Length;
        if (rowCount + context.Detections.Sum(detections => (long)detections.Rows) > LayerLimits.DetectionRows)
        {
            throw section.Error($"more than {LayerLimits.DetectionRows} rows of detections");
        }

        if (context.Detections.Count > 0 && context.Detections[0].Columns != columns)
        {
            throw section.Error("classes", $"classes={head.Classes}, where an earlier layer has {context.Detections[0].Columns - BoxColumns}");
        }

        var rows = (int)rowCount;
        var (graph, name) = (context.Graph, context.Prefix);
        var cells = graph.Node("Transpose", $"{name}_cells", [input.Name], AttributeProto.Of("perm", [0L, 2, 3, 1]));
        var raw = graph.Node("Reshape", $"{name}_rows", [cells, graph.Constant($"{name}_shape", [0, rows, columns])]);
        var parts = graph.Nodes("Split", $"{name}_part", [raw, graph.Constant($"{name}_split", [2, 2, 1, head.Classes])], 4, AttributeProto.Of("axis", 2));
        var centres = Centres(context, parts[0], input, sizes.Length, head);
        var extents = Extents(context, parts[1], rows, sizes, head);
        var objectness = head.Activated ? parts[2] : graph.Node("Sigmoid", $"{name}_objectness", [parts[2]]);
        var classes = head.Activated ? parts[3]
            : head.Softmax ? graph.Node("Softmax", $"{name}_classes", [parts[3]], AttributeProto.Of("axis", 2))
            : graph.Node("Sigmoid", $"{name}_classes", [parts[3]]);
        // Keeps x above the threshold and makes the rest 0.
        var factor = head.FixedObjectness ? graph.Node("ThresholdedRelu", $"{name}_certain", [objectness], AttributeProto.Of("alpha", MathF.BitDecrement(0.5f))) : objectness;
        var products = graph.Node("Mul", $"{name}_products", [classes, factor]);
        var scores = graph.Node("ThresholdedRelu", $"{name}_scores", [products], AttributeProto.Of("alpha", head.Threshold));
        var detections = graph.Node("Concat", name, [centres, extents, objectness, scores], AttributeProto.Of("axis", 2));
        context.Detections.Add((detections, rows, columns));
        return input with { Name = detections, Usable = false };
    }

    /// <summary>((σ(t) - ½)·s + ½ + cell) / cells, as one multiplication and one addition.</summary>
    private static string Centres(LayerContext context, string raw, FeatureMap map, int anchors, Head head)
    {
        var (graph, name) = (context.Graph, context.Prefix);
        var offsets = new float[map.Height * map.Width * anchors * 2];
        var at = 0;
        var shift = 0.5f - (0.5f * head.ScaleXY);
        for (var y = 0; y < map.Height; y++)
        {
            for (var x = 0; x < map.Width; x++)
            {
                for (var anchor = 0; anchor < anchors; anchor++)
                {
                    offsets[at++] = (x + shift) / map.Width;
                    offsets[at++] = (y + shift) / map.Height;
                }
            }
        }

        var activated = head.Activated ? raw : graph.Node("Sigmoid", $"{name}_sigmoid", [raw]);
        var scaled = graph.Node("Mul", $"{name}_scaled", [activated, graph.Constant($"{name}_cell", [1, 1, 2], new[] { head.ScaleXY / map.Width, head.ScaleXY / map.Height })]);
        return graph.Node("Add", $"{name}_centres", [scaled, graph.Constant($"{name}_offsets", [1, at / 2, 2], offsets)]);
    }

    /// <summary>e^t · anchor; with new coordinates (2t)² · anchor.</summary>
    private static string Extents(LayerContext context, string raw, int rows, (float Width, float Height)[] sizes, Head head)
    {
        var (graph, name) = (context.Graph, context.Prefix);
        var factors = new float[rows * 2];
        var times = head.Activated ? 4f : 1f;
        for (var row = 0; row < rows; row++)
        {
            (factors[row * 2], factors[(row * 2) + 1]) = (sizes[row % sizes.Length].Width * times, sizes[row % sizes.Length].Height * times);
        }

        var grown = head.Activated ? graph.Node("Mul", $"{name}_squared", [raw, raw]) : graph.Node("Exp", $"{name}_exp", [raw]);
        return graph.Node("Mul", $"{name}_extents", [grown, graph.Constant($"{name}_anchors", [1, rows, 2], factors)]);
    }

    private static (float Width, float Height)[] Anchors(CfgSection section, int count)
    {
        var numbers = section.Floats("anchors");
        return numbers.Length == (long)count * 2
            ? [.. numbers.Chunk(2).Select(pair => (pair[0], pair[1]))]
            : throw section.Error("anchors", $"{numbers.Length} numbers for num={count} anchors of two each");
    }

    /// <param name="Activated">The convolution before has already put its outputs between 0 and 1 (<c>new_coords</c>).</param>
    /// <param name="FixedObjectness">Objectness below a half counts as none (<c>classfix=-1</c>).</param>
    private sealed record Head(int Classes, float Threshold, float ScaleXY, bool Softmax, bool Activated, bool FixedObjectness);
}
