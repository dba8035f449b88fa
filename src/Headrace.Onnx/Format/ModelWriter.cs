using System.Runtime.InteropServices;

namespace Headrace.Onnx.Format;

/// <summary>The records as protocol buffers; field numbers are onnx.proto's.</summary>
internal static class ModelWriter
{
    public static void Write(ProtoWriter writer, ModelProto model)
    {
        writer.Number(1, model.IrVersion);
        writer.Text(2, model.ProducerName);
        writer.Text(3, model.ProducerVersion);
        writer.Text(4, model.Domain);
        if (model.ModelVersion != 0)
        {
            writer.Number(5, model.ModelVersion);
        }

        writer.Text(6, model.DocString);
        writer.Message(7, model.Graph, Graph);
        writer.Messages(8, model.OpsetImport, static (writer, set) =>
        {
            writer.Text(1, set.Domain);
            writer.Number(2, set.Version);
        });
        writer.Messages(14, model.MetadataProps, Entry);
    }

    private static void Entry(ProtoWriter writer, KeyValuePair<string, string> entry)
    {
        writer.Text(1, entry.Key);
        writer.Text(2, entry.Value);
    }

    private static void Graph(ProtoWriter writer, GraphProto graph)
    {
        writer.Messages(1, graph.Node, Node);
        writer.Text(2, graph.Name);
        writer.Messages(5, graph.Initializer, Tensor);
        writer.Text(10, graph.DocString);
        writer.Messages(11, graph.Input, ValueInfo);
        writer.Messages(12, graph.Output, ValueInfo);
        writer.Messages(13, graph.ValueInfo, ValueInfo);
    }

    private static void Node(ProtoWriter writer, NodeProto node)
    {
        foreach (var input in node.Input)
        {
            writer.RequiredText(1, input);
        }

        foreach (var output in node.Output)
        {
            writer.RequiredText(2, output);
        }

        writer.Text(3, node.Name);
        writer.Text(4, node.OpType);
        writer.Messages(5, node.Attribute, Attribute);
        writer.Text(6, node.DocString);
        writer.Text(7, node.Domain);
    }

    private static void Attribute(ProtoWriter writer, AttributeProto attribute)
    {
        writer.Text(1, attribute.Name);
        switch (attribute.Type)
        {
            case AttributeType.Float:
                writer.Number(2, attribute.F);
                break;
            case AttributeType.Int:
                writer.Number(3, attribute.I);
                break;
            case AttributeType.String:
                writer.RequiredBytes(4, attribute.S.Span);
                break;
            case AttributeType.Tensor:
                writer.Message(5, attribute.T!, Tensor);
                break;
            case AttributeType.Graph:
                writer.Message(6, attribute.G!, Graph);
                break;
            case AttributeType.Floats:
                // Not packed: onnx.proto is of the second version of the language, where a list is packed only on request.
                foreach (var number in attribute.Floats)
                {
                    writer.Number(7, number);
                }

                break;
            case AttributeType.Ints:
                foreach (var number in attribute.Ints)
                {
                    writer.Number(8, number);
                }

                break;
            case AttributeType.Strings:
                foreach (var text in attribute.Strings)
                {
                    writer.RequiredBytes(9, text.Span);
                }

                break;
            case AttributeType.Tensors:
                writer.Messages(10, attribute.Tensors, Tensor);
                break;
            case AttributeType.Graphs:
                writer.Messages(11, attribute.Graphs, Graph);
                break;
            default:
                throw new InvalidOperationException($"attribute {attribute.Name}: values of type {attribute.Type} cannot be written");
        }

        writer.Number(20, (long)attribute.Type);
    }

    private static void Tensor(ProtoWriter writer, TensorProto tensor)
    {
        foreach (var size in tensor.Dims)
        {
            writer.Number(1, size);
        }

        writer.Number(2, (long)tensor.DataType);
        writer.Packed(4, Span(tensor.FloatData));
        writer.Packed(5, Span(tensor.Int32Data));
        foreach (var text in tensor.StringData)
        {
            writer.RequiredBytes(6, text.Span);
        }

        writer.Packed(7, Span(tensor.Int64Data));
        writer.Text(8, tensor.Name);
        if (!tensor.RawData.IsEmpty)
        {
            writer.RequiredBytes(9, tensor.RawData.Span);
        }

        writer.Packed(10, Span(tensor.DoubleData));
        writer.Packed(11, Span(tensor.UInt64Data));
        writer.Messages(13, tensor.ExternalData, Entry);
        if (tensor.ExternalData.Count > 0)
        {
            writer.Number(14, 1);
        }
    }

    private static void ValueInfo(ProtoWriter writer, ValueInfoProto value)
    {
        writer.Text(1, value.Name);
        writer.Message(2, value.Type, Type);
    }

    private static void Type(ProtoWriter writer, TypeProto type)
    {
        if (type.Tensor is { } tensor)
        {
            writer.Message(1, tensor, TensorType);
        }
        else if (type.Sequence is { } element)
        {
            writer.Message(4, element, static (writer, element) => writer.Message(1, element, Type));
        }
        else if (type.Map is { } map)
        {
            writer.Message(5, map, static (writer, map) =>
            {
                writer.Number(1, (long)map.Key);
                writer.Message(2, map.Value, Type);
            });
        }
    }

    private static void TensorType(ProtoWriter writer, TensorTypeProto tensor)
    {
        writer.Number(1, (long)tensor.ElementType);
        if (tensor.Shape is { } shape)
        {
            writer.Message(2, shape, static (writer, shape) => writer.Messages(1, shape, DimensionOf));
        }
    }

    private static void DimensionOf(ProtoWriter writer, Dimension dimension)
    {
        if (dimension.Value is { } size)
        {
            writer.Number(1, size);
        }
        else
        {
            writer.Text(2, dimension.Parameter ?? "");
        }
    }

    private static ReadOnlySpan<T> Span<T>(IReadOnlyList<T> list) => list switch
    {
        T[] array => array,
        List<T> items => CollectionsMarshal.AsSpan(items),
        _ => list.ToArray(),
    };
}
