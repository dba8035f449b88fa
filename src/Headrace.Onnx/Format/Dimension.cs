namespace Headrace.Onnx.Format;

/// <summary>A size, or a name for one that is known at run time, or neither.</summary>
public readonly record struct Dimension(long? Value, string Parameter)
{
    public static Dimension Unknown => new(null, "");

    public static implicit operator Dimension(long value) => new(value, "");

    public static implicit operator Dimension(string parameter) => new(null, parameter);

    public static Dimension FromInt64(long value) => value;

    public static Dimension FromString(string parameter) => parameter;

    public override string ToString() => Value is { } value ? $"{value}" : Parameter is { Length: > 0 } ? Parameter : "?";
}
