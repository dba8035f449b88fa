using System.Globalization;
using System.Text.Json;
using Headrace.Onnx;
using Headrace.Onnx.Analysis;
using Headrace.Onnx.Format;

namespace Headrace.Cli.Models;

/// <summary>What <c>models show</c> says.</summary>
internal sealed record ModelReport(
    string File,
    long Bytes,
    string Producer,
    string Opset,
    IReadOnlyList<ModelReport.Port> Inputs,
    IReadOnlyList<ModelReport.Port> Outputs,
    long Parameters,
    long? Flops,
    IReadOnlyList<LayerProfile> Layers,
    IReadOnlyDictionary<string, string> Metadata)
{
    private const int ShownValue = 100;

    public static ModelReport Of(string path, ModelProto model)
    {
        var profile = ModelProfile.Of(model);
        var constants = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, string> metadata = [];
        foreach (var (key, value) in model.MetadataProps)
        {
            metadata[key] = value;
        }

        return new ModelReport(
            path,
            new FileInfo(path).Length,
            string.Join(' ', new[] { model.ProducerName, model.ProducerVersion }.Where(text => text.Length > 0)),
            string.Join(", ", model.OpsetImport.Select(set => $"{(set.Domain.Length == 0 ? "ai.onnx" : set.Domain)} {set.Version}")),
            // Models of old list their weights among the inputs.
            [.. model.Graph.Input.Where(input => !constants.Contains(input.Name)).Select(Port.Of)],
            [.. model.Graph.Output.Select(Port.Of)],
            profile.Parameters,
            profile.Flops,
            profile.Layers,
            metadata);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ModelJson.Default.ModelReport);

    public string ToTables()
    {
        var facts = new TextTable("model", File);
        facts.Add("size", $"{Number(Bytes)} bytes");
        facts.Add("producer", Producer);
        facts.Add("operators", Opset);
        facts.Add("parameters", Number(Parameters));
        facts.Add("operations", Flops is { } flops ? $"{Giga(flops)} GFLOPs for one image" : "unknown: they depend on sizes that are not fixed");
        foreach (var input in Inputs)
        {
            facts.Add("input", input.ToString());
        }

        foreach (var output in Outputs)
        {
            facts.Add("output", output.ToString());
        }

        foreach (var (key, value) in Metadata)
        {
            facts.Add(key, Shortened(value));
        }

        var layers = new TextTable("layer", "count", "parameters", "GFLOPs");
        foreach (var layer in Layers)
        {
            layers.Add(layer.Operator, Number(layer.Count), Number(layer.Parameters), layer.Flops is > 0 and var count ? Giga(count) : layer.Flops is null ? "unknown" : "");
        }

        return $"{facts}\n\n{layers}";
    }

    private static string Shortened(string value)
    {
        var lines = value.Split('\n');
        var text = string.Join(", ", lines);
        return (lines.Length > 1 ? $"{Number(lines.Length)} lines: " : "") + (text.Length > ShownValue ? $"{text[..ShownValue]}…" : text);
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Giga(long number) => (number / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>An input or an output.</summary>
    internal sealed record Port(string Name, string Type)
    {
        public static Port Of(ValueInfoProto value) => new(value.Name, Describe(value.Type));

        public override string ToString() => $"{Name} {Type}";

        private static string Describe(TypeProto type) =>
            type.Tensor is { } tensor ? $"{OnnxElementTypes.NameOf(tensor.ElementType)}{(tensor.Shape is { } shape ? $"[{string.Join(',', shape)}]" : "")}"
            : type.Sequence is { } element ? $"sequence({Describe(element)})"
            : type.Map is { } map ? $"map({OnnxElementTypes.NameOf(map.Key)},{Describe(map.Value)})"
            : "unknown";
    }
}
