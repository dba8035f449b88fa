using Headrace.Onnx.Format;

namespace Headrace.Onnx.Analysis;

/// <summary>Floating-point operations of one node.</summary>
internal static class OperationCount
{
    /// <returns>Null when they depend on a shape that is not known.</returns>
    public static long? Of(NodeProto node, ShapeInference shapes)
    {
        try
        {
            return node.OpType switch
            {
                "Conv" => Product(shapes.Of(Output(node))) is { } outputs && Product(shapes.Of(Input(node, 1))?[1..]) is { } kernel ? checked(2 * outputs * kernel) : null,
                "ConvTranspose" => Product(shapes.Of(Input(node, 0))) is { } inputs && Product(shapes.Of(Input(node, 1))?[1..]) is { } kernel ? checked(2 * inputs * kernel) : null,
                "MatMul" => Product(shapes.Of(Output(node))) is { } outputs && shapes.Of(Input(node, 0)) is [.., >= 0 and var depth] ? checked(2 * outputs * depth) : null,
                "Gemm" => Product(shapes.Of(Output(node))) is { } outputs && shapes.Of(Input(node, 0)) is [>= 0 and var rows, >= 0 and var columns]
                    ? checked(2 * outputs * (node.Find("transA")?.I == 1 ? rows : columns))
                    : null,
                _ => 0,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Input(NodeProto node, int place) => place < node.Input.Count ? node.Input[place] : "";

    private static string Output(NodeProto node) => node.Output.Count > 0 ? node.Output[0] : "";

    private static long? Product(long[]? shape)
    {
        if (shape is null || shape.Any(size => size < 0))
        {
            return null;
        }

        return shape.Aggregate(1L, (product, size) => checked(product * size));
    }
}
