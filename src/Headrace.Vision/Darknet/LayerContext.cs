using System.Runtime.InteropServices;

namespace Headrace.Vision.Darknet;

/// <summary>What a layer is built from: its section, its weights, and the layers before it.</summary>
internal sealed class LayerContext(GraphBuilder graph, IWeights weights, FeatureMap image)
{
    private readonly List<FeatureMap> _layers = [];
    private readonly List<CfgSection> _sections = [];

    public GraphBuilder Graph { get; } = graph;

    public IWeights Weights { get; } = weights;

    public FeatureMap Image { get; } = image;

    public CfgSection Section { get; private set; } = null!;

    /// <summary>Detections of the layers so far, with their numbers of rows and columns.</summary>
    public List<(string Name, int Rows, int Columns)> Detections { get; } = [];

    /// <summary>What names of this layer's values begin with: Darknet's own numbering.</summary>
    public string Prefix => $"{_layers.Count}_{Section.Name}";

    /// <summary>The layer before.</summary>
    public FeatureMap Input => _layers.Count == 0 ? Image : Usable(_layers.Count - 1);

    public FeatureMap Last => _layers[^1];

    public void Begin(CfgSection section) => Section = section;

    public void End(FeatureMap output)
    {
        _layers.Add(output);
        _sections.Add(Section);
    }

    /// <summary>The next weights, as numbers of our own.</summary>
    public float[] TakeFloats(string what, long count) => MemoryMarshal.Cast<byte, float>(Weights.Take(Section, what, count).Span).ToArray();

    /// <summary>A layer by Darknet's reference: its number, or how far back.</summary>
    public FeatureMap Layer(string key, int reference)
    {
        var at = reference < 0 ? (long)_layers.Count + reference : reference;
        if (at < 0)
        {
            throw Section.Error(key, $"{key}={reference} leads before the first layer");
        }

        return at == _layers.Count ? throw Section.Error(key, $"{key}={reference} leads to the layer itself: a cycle")
            : at > _layers.Count ? throw Section.Error(key, $"{key}={reference} leads to layer {at}, which comes after this one ({_layers.Count})")
            : Usable((int)at);
    }

    private FeatureMap Usable(int at) => _layers[at].Usable
        ? _layers[at]
        : throw Section.Error($"takes the output of layer {at}, [{_sections[at].Name}] at line {_sections[at].Line}, which are detections");
}
