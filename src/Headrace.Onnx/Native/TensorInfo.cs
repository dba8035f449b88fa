using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>What the library says of the types of inputs, outputs and values.</summary>
internal static unsafe class TensorInfo
{
    public static long[] Dimensions(nint info)
    {
        var dimensions = new long[OrtApi.Read(OrtFunction.GetDimensionsCount, info)];
        fixed (long* at = dimensions)
        {
            OrtApi.Check(((delegate* unmanaged<nint, long*, nuint, nint>)OrtApi.Function(OrtFunction.GetDimensions))(info, at, (nuint)dimensions.Length));
        }

        return dimensions;
    }

    public static OnnxPort Port(string name, nint typeInfo)
    {
        using var type = new OrtHandle(typeInfo, OrtFunction.ReleaseTypeInfo);
        var kind = (OnnxKind)OrtApi.ReadInt(OrtFunction.GetOnnxTypeFromTypeInfo, typeInfo);
        if (kind != OnnxKind.Tensor)
        {
            return new OnnxPort(name, kind, OnnxElementType.Undefined, [], []);
        }

        // Part of the type: not released on its own.
        var tensor = OrtApi.Read(OrtFunction.CastTypeInfoToTensorInfo, typeInfo);
        var dimensions = Dimensions(tensor);
        return new OnnxPort(name, kind, (OnnxElementType)OrtApi.ReadInt(OrtFunction.GetTensorElementType, tensor), dimensions, Symbols(tensor, dimensions.Length));
    }

    private static string[] Symbols(nint tensor, int count)
    {
        var names = new nint[count];
        fixed (nint* at = names)
        {
            OrtApi.Check(((delegate* unmanaged<nint, nint*, nuint, nint>)OrtApi.Function(OrtFunction.GetSymbolicDimensions))(tensor, at, (nuint)count));
        }

        return [.. names.Select(name => Marshal.PtrToStringUTF8(name) ?? "")];
    }
}
