using Headrace.Onnx;
using Headrace.Onnx.Format;

namespace Headrace.Vision.Darknet;

/// <summary>Collects nodes and weights. Every value is named after the layer it belongs to.</summary>
internal sealed class GraphBuilder
{
    private readonly List<NodeProto> _nodes = [];
    private readonly List<TensorProto> _weights = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public string Node(string type, string name, IReadOnlyList<string> inputs, params AttributeProto[] attributes) => NodeAs(Free(name), type, inputs, attributes);

    /// <summary>A node whose output has exactly this name.</summary>
    public string NodeAs(string output, string type, IReadOnlyList<string> inputs, params AttributeProto[] attributes)
    {
        _names.Add(output);
        _nodes.Add(new NodeProto { OpType = type, Name = output, Input = inputs, Output = [output], Attribute = attributes });
        return output;
    }

    /// <summary>A node with several outputs.</summary>
    public string[] Nodes(string type, string name, IReadOnlyList<string> inputs, int outputs, params AttributeProto[] attributes)
    {
        var names = Enumerable.Range(0, outputs).Select(i => Free($"{name}_{i}")).ToArray();
        _nodes.Add(new NodeProto { OpType = type, Name = names[0], Input = inputs, Output = names, Attribute = attributes });
        return names;
    }

    public string Constant<T>(string name, IReadOnlyList<long> shape, T[] values)
        where T : unmanaged
    {
        var free = Free(name);
        _weights.Add(TensorProto.Of(free, shape, values));
        return free;
    }

    public string Constant(string name, long[] values) => Constant(name, [values.Length], values);

    /// <summary>Weights that stay where they are in their file.</summary>
    public string Constant(string name, IReadOnlyList<long> shape, ReadOnlyMemory<byte> floats)
    {
        var free = Free(name);
        _weights.Add(new TensorProto { Name = free, DataType = OnnxElementType.Float, Dims = shape, RawData = floats });
        return free;
    }

    public GraphProto Build(string name, ValueInfoProto input, ValueInfoProto output) =>
        new() { Name = name, Node = _nodes, Initializer = _weights, Input = [input], Output = [output] };

    private string Free(string name)
    {
        var free = name;
        for (var i = 2; !_names.Add(free); i++)
        {
            free = $"{name}_{i}";
        }

        return free;
    }
}
