namespace Headrace.Onnx;

/// <summary>An input or an output of a model.</summary>
/// <param name="ElementType">Of a tensor, or of the values in a map; else undefined.</param>
/// <param name="Shape">A tensor's dimensions; -1 where a size is known only at run time.</param>
/// <param name="SymbolicShape">The names of such dimensions; empty where they have none.</param>
public sealed record OnnxPort(string Name, OnnxKind Kind, OnnxElementType ElementType, IReadOnlyList<long> Shape, IReadOnlyList<string> SymbolicShape)
{
    /// <summary>For people: <c>float32[N,3,416,416]</c>.</summary>
    public override string ToString() => Kind == OnnxKind.Tensor
        ? $"{OnnxElementTypes.NameOf(ElementType)}[{string.Join(',', Shape.Zip(SymbolicShape, (size, name) => size >= 0 ? $"{size}" : name.Length > 0 ? name : "?"))}]"
        : Kind.ToString();
}
