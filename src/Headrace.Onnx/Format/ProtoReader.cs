using System.Buffers.Binary;
using System.Text;

namespace Headrace.Onnx.Format;

/// <summary>
/// Reads protocol buffers (https://protobuf.dev/programming-guides/encoding/) from memory. Nothing is believed: a length beyond its message, a number without an end, a field of
/// the wrong form and messages nested too deep are errors with their place. Fields it is not asked about are passed over, as the format wants.
/// </summary>
internal ref struct ProtoReader
{
    /// <summary>Graphs nest inside attributes of nodes, types inside types: real models stay far below.</summary>
    private const int MaximumDepth = 64;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _start;
    private readonly int _depth;
    private readonly MessageBudget _budget;
    private int _at;
    private WireType _type;

    public ProtoReader(ReadOnlyMemory<byte> memory)
        : this(memory, 0, 0, new MessageBudget())
    {
    }

    private ProtoReader(ReadOnlyMemory<byte> memory, int start, int depth, MessageBudget budget)
    {
        _memory = memory;
        _bytes = memory.Span;
        _start = start;
        _depth = depth;
        _budget = budget;
    }

    /// <summary>The number of the field that <see cref="Next"/> has reached.</summary>
    public int Field { get; private set; }

    private readonly long Offset => (long)_start + _at;

    /// <summary>Goes to the next field; false at the end of the message. The field has to be read or skipped.</summary>
    public bool Next()
    {
        if (_at == _bytes.Length)
        {
            return false;
        }

        var tag = Varint();
        _type = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
        {
            throw Broken("a field without a valid number");
        }

        Field = (int)(tag >> 3);
        return true;
    }

    public long Number()
    {
        Expect(WireType.Varint);
        return (long)Varint();
    }

    public float Float()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw Broken("text that is not UTF-8");
        }
    }

    /// <summary>The bytes where they are: not copied.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(WireType.Length);
        var length = Varint();
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw Broken($"a field of {length} bytes where {_bytes.Length - _at} are left");
        }

        var bytes = _memory.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    public ProtoReader Message()
    {
        if (_depth == MaximumDepth)
        {
            throw Broken($"messages nested deeper than {MaximumDepth}");
        }

        if (!_budget.Take())
        {
            throw Broken($"more than {MessageBudget.Messages} messages");
        }

        var bytes = Bytes();
        return new ProtoReader(bytes, _start + _at - bytes.Length, _depth + 1, _budget);
    }

    /// <summary>One number, or a packed run of them.</summary>
    public void Numbers(List<long> numbers)
    {
        if (_type != WireType.Length)
        {
            numbers.Add(Number());
            return;
        }

        var run = Run();
        while (run._at < run._bytes.Length)
        {
            numbers.Add((long)run.Varint());
        }
    }

    public void Floats(List<float> numbers)
    {
        if (_type != WireType.Length)
        {
            numbers.Add(Float());
            return;
        }

        var run = Run();
        while (run._at < run._bytes.Length)
        {
            numbers.Add(BinaryPrimitives.ReadSingleLittleEndian(run.Take(sizeof(float))));
        }
    }

    public void Doubles(List<double> numbers)
    {
        if (_type != WireType.Length)
        {
            Expect(WireType.Fixed64);
            numbers.Add(BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))));
            return;
        }

        var run = Run();
        while (run._at < run._bytes.Length)
        {
            numbers.Add(BinaryPrimitives.ReadDoubleLittleEndian(run.Take(sizeof(double))));
        }
    }

    public void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Length:
                Bytes();
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw Broken($"field {Field} has a form that is not in use");
        }
    }

    public readonly OnnxFormatException Broken(string why) => new(why, Offset);

    private ProtoReader Run()
    {
        var bytes = Bytes();
        return new ProtoReader(bytes, _start + _at - bytes.Length, _depth, _budget);
    }

    private readonly void Expect(WireType type)
    {
        if (_type != type)
        {
            throw Broken($"field {Field} has the form of a {_type}, not of a {type}");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _at)
        {
            throw Broken("the end comes inside a number");
        }

        var bytes = _bytes.Slice(_at, length);
        _at += length;
        return bytes;
    }

    private ulong Varint()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == _bytes.Length)
            {
                throw Broken("the end comes inside a number");
            }

            var next = _bytes[_at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Broken("a number of more than ten bytes");
    }
}
