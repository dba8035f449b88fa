using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Headrace.Onnx.Native;

namespace Headrace.Onnx;

/// <summary>
/// A tensor, a sequence or a map. Numbers are never copied: a tensor over the caller's memory reads and writes that memory, and spans of a tensor lead into the
/// memory it stands on; they are good for as long as the value is not disposed.
/// </summary>
public sealed unsafe class OnnxValue : IDisposable
{
    private readonly OrtHandle _handle;
    private OnnxElementType _elementType;
    private long[]? _shape;
    private long _count;

    internal OnnxValue(nint value, MemoryHandle memory = default)
    {
        _handle = new OrtHandle(value, OrtFunction.ReleaseValue, memory);
        Kind = (OnnxKind)OrtApi.ReadInt(OrtFunction.GetValueType, value);
    }

    public OnnxKind Kind { get; }

    /// <summary>A tensor's element type.</summary>
    public OnnxElementType ElementType
    {
        get
        {
            ReadShape();
            return _elementType;
        }
    }

    /// <summary>A tensor's dimensions.</summary>
    public ReadOnlySpan<long> Shape
    {
        get
        {
            ReadShape();
            return _shape;
        }
    }

    /// <summary>How many elements a tensor has, how many values a sequence, how many entries a map.</summary>
    public long Count
    {
        get
        {
            if (Kind == OnnxKind.Tensor)
            {
                ReadShape();
                return _count;
            }

            if (Kind == OnnxKind.Map)
            {
                using var keys = ItemAt(0);
                return keys.Count;
            }

            var count = OrtApi.Read(OrtFunction.GetValueCount, _handle.Pointer);
            GC.KeepAlive(this);
            return count;
        }
    }

    internal OrtHandle Handle => _handle;

    /// <summary>A tensor that stands on the caller's memory, pinned until it is disposed.</summary>
    public static OnnxValue Over<T>(Memory<T> memory, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var type = OnnxElementTypes.Required<T>();
        if (memory.IsEmpty)
        {
            return Allocate<T>(shape);
        }

        var pin = memory.Pin();
        try
        {
            return new OnnxValue(CreateOver((nint)pin.Pointer, (nuint)memory.Length * (nuint)sizeof(T), shape, type), pin);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>A tensor that stands on native memory: whoever owns that keeps it until the tensor is disposed.</summary>
    public static OnnxValue Over<T>(T* memory, long length, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        new(CreateOver((nint)memory, (nuint)length * (nuint)sizeof(T), shape, OnnxElementTypes.Required<T>()));

    /// <summary>A tensor in memory of the library; its elements are not set.</summary>
    public static OnnxValue Allocate<T>(params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        new(CreateTensor(shape, OnnxElementTypes.Required<T>()));

    /// <summary>A tensor of strings.</summary>
    public static OnnxValue OfStrings(ReadOnlySpan<string> strings, params ReadOnlySpan<long> shape)
    {
        var value = new OnnxValue(CreateTensor(shape, OnnxElementType.String));
        try
        {
            value.FillStrings(strings);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>A sequence of values; they stay their owner's.</summary>
    public static OnnxValue SequenceOf(params ReadOnlySpan<OnnxValue> items) => Compose(items, OnnxKind.Sequence);

    /// <summary>A map of a tensor of keys and a tensor of values; they stay their owner's.</summary>
    public static OnnxValue MapOf(OnnxValue keys, OnnxValue values) => Compose([keys, values], OnnxKind.Map);

    /// <summary>A tensor's elements, where they are.</summary>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        var type = OnnxElementTypes.Required<T>();
        return ElementType == type
            ? new Span<T>((void*)Data(), checked((int)_count))
            : throw new InvalidOperationException($"the value holds {OnnxElementTypes.NameOf(ElementType)}, not {OnnxElementTypes.NameOf(type)}");
    }

    /// <summary>A tensor's strings.</summary>
    public string[] ToStrings()
    {
        if (ElementType != OnnxElementType.String)
        {
            throw new InvalidOperationException($"the value holds {OnnxElementTypes.NameOf(ElementType)}, not strings");
        }

        var count = checked((int)_count);
        if (count == 0)
        {
            return [];
        }

        var length = OrtApi.Read(OrtFunction.GetStringTensorDataLength, _handle.Pointer);
        // One byte more: the library wants a buffer even where every string is empty.
        var text = new byte[length + 1];
        var offsets = new nuint[count + 1];
        fixed (byte* textAt = text)
        fixed (nuint* offsetsAt = offsets)
        {
            OrtApi.Check(((delegate* unmanaged<nint, byte*, nuint, nuint*, nuint, nint>)OrtApi.Function(OrtFunction.GetStringTensorContent))(
                _handle.Pointer, textAt, (nuint)length, offsetsAt, (nuint)count));
        }

        offsets[count] = (nuint)length;
        var strings = new string[count];
        for (var i = 0; i < count; i++)
        {
            strings[i] = Encoding.UTF8.GetString(text, (int)offsets[i], (int)(offsets[i + 1] - offsets[i]));
        }

        GC.KeepAlive(this);
        return strings;
    }

    /// <summary>One value of a sequence; of a map, its keys (0) and its values (1), which come in the same order. The caller disposes it.</summary>
    public OnnxValue ItemAt(int index)
    {
        nint item;
        OrtApi.Check(((delegate* unmanaged<nint, int, nint, nint*, nint>)OrtApi.Function(OrtFunction.GetValue))(_handle.Pointer, index, OrtEnvironment.Allocator, &item));
        GC.KeepAlive(this);
        return new OnnxValue(item);
    }

    /// <summary>A run still under way keeps the value, and the memory it stands on, to its end.</summary>
    public void Dispose() => _handle.Dispose();

    private static OnnxValue Compose(ReadOnlySpan<OnnxValue> items, OnnxKind kind)
    {
        var pointers = stackalloc nint[Math.Min(items.Length, 128)];
        var held = items.Length <= 128 ? new Span<nint>(pointers, items.Length) : new nint[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            held[i] = items[i]._handle.Pointer;
        }

        nint value;
        fixed (nint* at = held)
        {
            OrtApi.Check(((delegate* unmanaged<nint*, nuint, int, nint*, nint>)OrtApi.Function(OrtFunction.CreateValue))(at, (nuint)items.Length, (int)kind, &value));
        }

        foreach (var item in items)
        {
            GC.KeepAlive(item);
        }

        return new OnnxValue(value);
    }

    private static nint CreateTensor(ReadOnlySpan<long> shape, OnnxElementType type)
    {
        nint value;
        fixed (long* shapeAt = shape)
        {
            OrtApi.Check(((delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)OrtApi.Function(OrtFunction.CreateTensorAsOrtValue))(
                OrtEnvironment.Allocator, shapeAt, (nuint)shape.Length, (int)type, &value));
        }

        return value;
    }

    private static nint CreateOver(nint memory, nuint bytes, ReadOnlySpan<long> shape, OnnxElementType type)
    {
        nint value;
        fixed (long* shapeAt = shape)
        {
            OrtApi.Check(((delegate* unmanaged<nint, nint, nuint, long*, nuint, int, nint*, nint>)OrtApi.Function(OrtFunction.CreateTensorWithDataAsOrtValue))(
                OrtEnvironment.MemoryInfo, memory, bytes, shapeAt, (nuint)shape.Length, (int)type, &value));
        }

        return value;
    }

    private void FillStrings(ReadOnlySpan<string> strings)
    {
        // All texts in one buffer, zero after each, and their places.
        var length = strings.Length;
        foreach (var text in strings)
        {
            length = checked(length + Encoding.UTF8.GetByteCount(text));
        }

        var buffer = new byte[length + 1];
        var places = new nint[strings.Length];
        fixed (byte* bufferAt = buffer)
        fixed (nint* placesAt = places)
        {
            var written = 0;
            for (var i = 0; i < strings.Length; i++)
            {
                places[i] = (nint)(bufferAt + written);
                written += Encoding.UTF8.GetBytes(strings[i], buffer.AsSpan(written)) + 1;
            }

            OrtApi.Check(((delegate* unmanaged<nint, nint*, nuint, nint>)OrtApi.Function(OrtFunction.FillStringTensor))(_handle.Pointer, placesAt, (nuint)strings.Length));
        }
    }

    private nint Data() => OrtApi.Read(OrtFunction.GetTensorMutableData, _handle.Pointer);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadShape()
    {
        if (_shape is not null)
        {
            return;
        }

        if (Kind != OnnxKind.Tensor)
        {
            throw new InvalidOperationException($"the value is a {Kind}, not a tensor");
        }

        using var info = new OrtHandle(OrtApi.Read(OrtFunction.GetTensorTypeAndShape, _handle.Pointer), OrtFunction.ReleaseTensorTypeAndShapeInfo);
        _elementType = (OnnxElementType)OrtApi.ReadInt(OrtFunction.GetTensorElementType, info.Pointer);
        var shape = TensorInfo.Dimensions(info.Pointer);
        _count = 1;
        foreach (var size in shape)
        {
            _count = checked(_count * size);
        }

        GC.KeepAlive(this);
        _shape = shape;
    }
}
