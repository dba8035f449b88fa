namespace Headrace.Onnx;

/// <summary>Element types and the .NET types that hold them.</summary>
public static class OnnxElementTypes
{
    /// <summary>The element type that <typeparamref name="T"/> holds; null when no tensor can be made of it.</summary>
    public static OnnxElementType? Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? OnnxElementType.Float
        : typeof(T) == typeof(byte) ? OnnxElementType.UInt8
        : typeof(T) == typeof(sbyte) ? OnnxElementType.Int8
        : typeof(T) == typeof(ushort) ? OnnxElementType.UInt16
        : typeof(T) == typeof(short) ? OnnxElementType.Int16
        : typeof(T) == typeof(int) ? OnnxElementType.Int32
        : typeof(T) == typeof(long) ? OnnxElementType.Int64
        : typeof(T) == typeof(bool) ? OnnxElementType.Bool
        : typeof(T) == typeof(Half) ? OnnxElementType.Float16
        : typeof(T) == typeof(double) ? OnnxElementType.Double
        : typeof(T) == typeof(uint) ? OnnxElementType.UInt32
        : typeof(T) == typeof(ulong) ? OnnxElementType.UInt64
        : null;

    /// <summary>The name that ONNX's documentation uses: <c>float32</c>, <c>int64</c>, …</summary>
    public static string NameOf(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => "float32",
        OnnxElementType.Double => "float64",
#pragma warning disable CA1308
        _ => type.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    internal static OnnxElementType Required<T>()
        where T : unmanaged =>
        Of<T>() ?? throw new ArgumentException($"no tensor holds elements of type {typeof(T).Name}");
}
