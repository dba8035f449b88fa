using System.Globalization;
using Headrace.Onnx;
using Headrace.Onnx.Format;
using Headrace.Vision.Darknet.Layers;

namespace Headrace.Vision.Darknet;

/// <summary>
/// A Darknet cfg with its weights as an ONNX model. Input <c>image</c>: float32 [N, channels, height, width], RGB from 0 to 1. Output of a detector: <c>detections</c>, float32
/// [N, rows, 5 + classes] (<see cref="DetectionLayers"/>), the rows of all its layers in their order; of any other network: <c>output</c>. Metadata <c>headrace.*</c> and
/// <c>names</c> say how to feed it and how to read it.
/// </summary>
public static class DarknetImporter
{
    private const int Opset = 15;

    /// <summary>Overlap above which OpenCV's region layer drops the lesser of two boxes of one class, among its own rows: for [region] always, for [yolo] not unless the cfg says so.</summary>
    private const string RegionSuppression = "0.4";

    private static readonly Dictionary<string, Func<LayerContext, FeatureMap>> Builders = new(StringComparer.Ordinal)
    {
        ["convolutional"] = ConvolutionalLayer.Build,
        ["conv"] = ConvolutionalLayer.Build,
        ["connected"] = ConnectedLayer.Build,
        ["maxpool"] = PoolingLayers.Maximum,
        ["avgpool"] = PoolingLayers.Average,
        ["upsample"] = ReshapingLayers.Upsample,
        ["reorg"] = ReshapingLayers.Reorganise,
        ["dropout"] = ReshapingLayers.Nothing,
        ["cost"] = ReshapingLayers.Nothing,
        ["softmax"] = ReshapingLayers.Softmax,
        ["route"] = JoiningLayers.Route,
        ["shortcut"] = JoiningLayers.Shortcut,
        ["scale_channels"] = JoiningLayers.ScaleChannels,
        ["sam"] = JoiningLayers.Attention,
        ["yolo"] = DetectionLayers.Yolo,
        ["region"] = DetectionLayers.Region,
    };

    /// <param name="names">The classes' names, in their order; without them COCO's where there are 80 classes, else <c>class_0</c> and so on.</param>
    /// <exception cref="DarknetException">The two cannot be imported; the message names section and line.</exception>
    public static ModelProto Import(string cfg, ReadOnlyMemory<byte> weights, IReadOnlyList<string>? names = null) =>
        Import(cfg, () => new WeightsFile(weights), names);

    /// <summary>Writes weights as Darknet would for this cfg, random but seeded: for measuring networks whose own weights are not at hand.</summary>
    /// <param name="gain">How much stronger signals leave a convolution than they come: below 1 for networks of many shortcuts, whose sums grow.</param>
    public static void WriteRandomWeights(string cfg, Stream weights, int seed, double gain = 1) => Import(cfg, () => new RandomWeights(weights, seed, gain), null);

    private static ModelProto Import(string cfg, Func<IWeights> weights, IReadOnlyList<string>? names)
    {
        var parsed = Cfg.Parse(cfg);
        var net = parsed.Net;
        var image = new FeatureMap(
            "image", net.Int("channels", 3, 1, LayerLimits.Channels), net.Int("height", 416, 1, LayerLimits.Side), net.Int("width", 416, 1, LayerLimits.Side));
        var context = new LayerContext(new GraphBuilder(), weights(), LayerLimits.Check(net, image));
        foreach (var section in parsed.Layers)
        {
            context.Begin(section);
            var build = Builders.GetValueOrDefault(section.Name) ?? throw section.Error($"unknown layer; known are {string.Join(", ", Builders.Keys)}");
            var output = build(context);
            context.End(output.Usable ? Activation.Apply(context, output) : output);
        }

        context.Weights.ExpectEnd(parsed.Layers[^1]);
        return new ModelProto
        {
            ProducerName = "headrace",
            OpsetImport = [new("", Opset)],
            Graph = Finish(context),
            MetadataProps = Metadata(parsed, context, names),
        };
    }

    private static GraphProto Finish(LayerContext context)
    {
        var image = context.Image;
        var input = ValueInfoProto.Tensor(image.Name, OnnxElementType.Float, "N", image.Channels, image.Height, image.Width);
        if (context.Detections is [var first, ..] all)
        {
            context.Graph.NodeAs("detections", "Concat", [.. all.Select(layer => layer.Name)], AttributeProto.Of("axis", 1));
            return context.Graph.Build("darknet", input, ValueInfoProto.Tensor("detections", OnnxElementType.Float, "N", all.Sum(layer => (long)layer.Rows), first.Columns));
        }

        var last = context.Last;
        context.Graph.NodeAs("output", "Identity", [last.Name]);
        return context.Graph.Build("darknet", input, ValueInfoProto.Tensor("output", OnnxElementType.Float, "N", last.Channels, last.Height, last.Width));
    }

    private static KeyValuePair<string, string>[] Metadata(Cfg cfg, LayerContext context, IReadOnlyList<string>? names)
    {
        var letterBox = cfg.Net.Flag("letter_box");
        List<KeyValuePair<string, string>> entries = [new("headrace.kind", "darknet"), new("headrace.input", letterBox ? "letterbox" : "stretch")];
        if (context.Detections is [var first, ..])
        {
            var classes = first.Columns - 5;
            var heads = cfg.Layers.Where(section => section.Name is "yolo" or "region").ToArray();
            if (names is not null && names.Count != classes)
            {
                throw heads[0].Error("classes", $"{names.Count} names were given for classes={classes}", DarknetFile.Names);
            }

            entries.Add(new("headrace.classes", classes.ToString(CultureInfo.InvariantCulture)));
            entries.Add(new("headrace.rows", string.Join(',', context.Detections.Select(layer => layer.Rows))));
            // The graph leaves suppression to whoever reads the rows.
            entries.Add(new("headrace.nms", string.Join(',', heads.Select(section => section.Name == "yolo" ? section.Text("nms_threshold") ?? "0" : RegionSuppression))));
            entries.Add(new("names", string.Join('\n', names ?? (classes == CocoNames.All.Count ? CocoNames.All : [.. Enumerable.Range(0, classes).Select(number => $"class_{number}")]))));
        }

        return [.. entries];
    }
}
