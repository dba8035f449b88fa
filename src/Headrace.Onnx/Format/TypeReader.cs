namespace Headrace.Onnx.Format;

/// <summary>Names and types out of protocol buffers.</summary>
internal static class TypeReader
{
    public static ValueInfoProto ValueInfo(ProtoReader reader)
    {
        var name = "";
        var type = new TypeProto();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(); break;
                case 2: type = Type(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }

        return new(name, type);
    }

    private static TypeProto Type(ProtoReader reader)
    {
        var type = new TypeProto();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = new TypeProto { Tensor = Tensor(reader.Message()) }; break;
                case 4: type = new TypeProto { Sequence = Element(reader.Message()) }; break;
                case 5: type = new TypeProto { Map = Map(reader.Message()) }; break;
                default: reader.Skip(); break;
            }
        }

        return type;
    }

    private static TypeProto Element(ProtoReader reader)
    {
        var type = new TypeProto();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = Type(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }

        return type;
    }

    private static MapTypeProto Map(ProtoReader reader)
    {
        var key = OnnxElementType.Undefined;
        var value = new TypeProto();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = (OnnxElementType)reader.Number(); break;
                case 2: value = Type(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }

        return new(key, value);
    }

    private static TensorTypeProto Tensor(ProtoReader reader)
    {
        var element = OnnxElementType.Undefined;
        List<Dimension>? shape = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: element = (OnnxElementType)reader.Number(); break;
                case 2: shape = Shape(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }

        return new(element, shape);
    }

    private static List<Dimension> Shape(ProtoReader reader)
    {
        List<Dimension> shape = [];
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: shape.Add(Size(reader.Message())); break;
                default: reader.Skip(); break;
            }
        }

        return shape;
    }

    private static Dimension Size(ProtoReader reader)
    {
        var size = Dimension.Unknown;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: size = reader.Number(); break;
                case 2: size = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        return size;
    }
}
