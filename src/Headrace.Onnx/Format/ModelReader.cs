namespace Headrace.Onnx.Format;

/// <summary>Models, graphs and nodes out of protocol buffers; field numbers are onnx.proto's.</summary>
internal static class ModelReader
{
    public static ModelProto Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ProtoReader(bytes);
        var model = new ModelProto { IrVersion = 0, Graph = new GraphProto() };
        GraphProto? graph = null;
        List<OperatorSetIdProto> sets = [];
        List<KeyValuePair<string, string>> metadata = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: model = model with { IrVersion = reader.Number() }; break;
                case 2: model = model with { ProducerName = reader.Text() }; break;
                case 3: model = model with { ProducerVersion = reader.Text() }; break;
                case 4: model = model with { Domain = reader.Text() }; break;
                case 5: model = model with { ModelVersion = reader.Number() }; break;
                case 6: model = model with { DocString = reader.Text() }; break;
                case 7: graph = Graph(reader.Message()); break;
                case 8: sets.Add(OperatorSet(reader.Message())); break;
                case 14: metadata.Add(Entry(reader.Message())); break;
                default: reader.Skip(); break;
            }
        }

        return graph is null
            ? throw reader.Broken("no graph: this is no ONNX model; the end is")
            : model with { Graph = graph, OpsetImport = sets, MetadataProps = metadata };
    }

    public static KeyValuePair<string, string> Entry(ProtoReader reader)
    {
        var (key, value) = ("", "");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = reader.Text(); break;
                case 2: value = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return new(key, value);
    }

    public static GraphProto Graph(ProtoReader reader)
    {
        var (name, doc) = ("", "");
        List<NodeProto> nodes = [];
        List<TensorProto> initializers = [];
        List<ValueInfoProto> inputs = [], outputs = [], values = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(Node(reader.Message())); break;
                case 2: name = reader.Text(); break;
                case 5: initializers.Add(TensorReader.Tensor(reader.Message())); break;
                case 10: doc = reader.Text(); break;
                case 11: inputs.Add(TypeReader.ValueInfo(reader.Message())); break;
                case 12: outputs.Add(TypeReader.ValueInfo(reader.Message())); break;
                case 13: values.Add(TypeReader.ValueInfo(reader.Message())); break;
                default: reader.Skip(); break;
            }
        }

        return new GraphProto { Name = name, DocString = doc, Node = nodes, Initializer = initializers, Input = inputs, Output = outputs, ValueInfo = values };
    }

    private static OperatorSetIdProto OperatorSet(ProtoReader reader)
    {
        var (domain, version) = ("", 0L);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: domain = reader.Text(); break;
                case 2: version = reader.Number(); break;
                default: reader.Skip(); break;
            }
        }

        return new(domain, version);
    }

    private static NodeProto Node(ProtoReader reader)
    {
        var (type, name, doc, domain) = ("", "", "", "");
        List<string> inputs = [], outputs = [];
        List<AttributeProto> attributes = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(reader.Text()); break;
                case 2: outputs.Add(reader.Text()); break;
                case 3: name = reader.Text(); break;
                case 4: type = reader.Text(); break;
                case 5: attributes.Add(Attribute(reader.Message())); break;
                case 6: doc = reader.Text(); break;
                case 7: domain = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return new NodeProto { OpType = type, Name = name, Domain = domain, Input = inputs, Output = outputs, Attribute = attributes, DocString = doc };
    }

    private static AttributeProto Attribute(ProtoReader reader)
    {
        var attribute = new AttributeProto { Name = "", Type = AttributeType.Undefined };
        List<float> floats = [];
        List<long> ints = [];
        List<ReadOnlyMemory<byte>> strings = [];
        List<TensorProto> tensors = [];
        List<GraphProto> graphs = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: attribute = attribute with { Name = reader.Text() }; break;
                case 2: attribute = attribute with { F = reader.Float() }; break;
                case 3: attribute = attribute with { I = reader.Number() }; break;
                case 4: attribute = attribute with { S = reader.Bytes() }; break;
                case 5: attribute = attribute with { T = TensorReader.Tensor(reader.Message()) }; break;
                case 6: attribute = attribute with { G = Graph(reader.Message()) }; break;
                case 7: reader.Floats(floats); break;
                case 8: reader.Numbers(ints); break;
                case 9: strings.Add(reader.Bytes()); break;
                case 10: tensors.Add(TensorReader.Tensor(reader.Message())); break;
                case 11: graphs.Add(Graph(reader.Message())); break;
                case 20: attribute = attribute with { Type = (AttributeType)reader.Number() }; break;
                default: reader.Skip(); break;
            }
        }

        return attribute with { Floats = floats, Ints = ints, Strings = strings, Tensors = tensors, Graphs = graphs };
    }
}
