using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>The custom metadata of a session's model.</summary>
internal static unsafe class ModelMetadata
{
    public static Dictionary<string, string> Read(nint session)
    {
        using var metadata = new OrtHandle(OrtApi.Read(OrtFunction.SessionGetModelMetadata, session), OrtFunction.ReleaseModelMetadata);
        nint* keys;
        long count;
        OrtApi.Check(((delegate* unmanaged<nint, nint, nint**, long*, nint>)OrtApi.Function(OrtFunction.ModelMetadataGetCustomMetadataMapKeys))(
            metadata.Pointer, OrtEnvironment.Allocator, &keys, &count));
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0L; i < count; i++)
        {
            nint value;
            OrtApi.Check(((delegate* unmanaged<nint, nint, nint, nint*, nint>)OrtApi.Function(OrtFunction.ModelMetadataLookupCustomMetadataMap))(
                metadata.Pointer, OrtEnvironment.Allocator, keys[i], &value));
            entries[Marshal.PtrToStringUTF8(keys[i])!] = OrtApi.TakeString(value);
            OrtApi.Free(keys[i]);
        }

        OrtApi.Free((nint)keys);
        return entries;
    }
}
