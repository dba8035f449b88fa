using System.Runtime.InteropServices;
using System.Text;

namespace Headrace.Onnx.Native;

/// <summary>
/// ONNX Runtime's C API: one exported name, <c>OrtGetApiBase</c>, leads to a table of function pointers. Loaded by the first call; every status passes <see cref="Check"/>.
/// </summary>
internal static unsafe class OrtApi
{
    /// <summary>The table as of ONNX Runtime 1.14; newer libraries still offer it.</summary>
    private const uint TableVersion = 14;

    private static readonly Lazy<nint> Base = new(Load);
    private static readonly Lazy<nint> Table = new(() => ((delegate* unmanaged<uint, nint>)((nint*)Base.Value)[0])(TableVersion) is var table and not 0
        ? table
        : throw new OnnxException(OnnxErrorCode.LibraryMissing, $"ONNX Runtime {Version} is older than 1.14"));

    /// <summary>The library's own version, as <c>1.30.0</c>.</summary>
    public static string Version => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)((nint*)Base.Value)[1])())!;

    public static nint Function(OrtFunction function) => ((nint*)Table.Value)[(int)function];

    /// <summary>The one check of every status: none is success; any other becomes an exception with the library's code and text.</summary>
    public static void Check(nint status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    public static void Release(OrtFunction release, nint instance) => ((delegate* unmanaged<nint, void>)Function(release))(instance);

    /// <summary>A function that makes an object out of nothing else.</summary>
    public static OrtHandle Create(OrtFunction create, OrtFunction release)
    {
        nint instance;
        Check(((delegate* unmanaged<nint*, nint>)Function(create))(&instance));
        return new OrtHandle(instance, release);
    }

    /// <summary>A function that reads one pointer-sized fact about an object.</summary>
    public static nint Read(OrtFunction read, nint instance)
    {
        nint value;
        Check(((delegate* unmanaged<nint, nint*, nint>)Function(read))(instance, &value));
        return value;
    }

    /// <summary>A function that reads an enumeration.</summary>
    public static int ReadInt(OrtFunction read, nint instance)
    {
        int value;
        Check(((delegate* unmanaged<nint, int*, nint>)Function(read))(instance, &value));
        return value;
    }

    /// <summary>A function that reads one of several.</summary>
    public static nint ReadAt(OrtFunction read, nint instance, nuint index)
    {
        nint value;
        Check(((delegate* unmanaged<nint, nuint, nint*, nint>)Function(read))(instance, index, &value));
        return value;
    }

    public static void Set(OrtFunction set, nint instance, int value) => Check(((delegate* unmanaged<nint, int, nint>)Function(set))(instance, value));

    public static void Set(OrtFunction set, nint instance, string value)
    {
        fixed (byte* text = Terminated(value))
        {
            Check(((delegate* unmanaged<nint, byte*, nint>)Function(set))(instance, text));
        }
    }

    public static void SetEntry(nint options, string key, string value)
    {
        fixed (byte* keyText = Terminated(key), valueText = Terminated(value))
        {
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)Function(OrtFunction.AddSessionConfigEntry))(options, keyText, valueText));
        }
    }

    public static void FixDimension(nint options, string name, long size)
    {
        fixed (byte* text = Terminated(name))
        {
            Check(((delegate* unmanaged<nint, byte*, long, nint>)Function(OrtFunction.AddFreeDimensionOverrideByName))(options, text, size));
        }
    }

    /// <summary>A string as C reads it: UTF-8 with a zero at its end.</summary>
    public static byte[] Terminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>A string that the library allocated for us: read, then freed.</summary>
    public static string TakeString(nint text)
    {
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            Free(text);
        }
    }

    public static void Free(nint memory)
    {
        if (memory != 0)
        {
            Check(((delegate* unmanaged<nint, nint, nint>)Function(OrtFunction.AllocatorFree))(OrtEnvironment.Allocator, memory));
        }
    }

    private static void Throw(nint status)
    {
        var code = ((delegate* unmanaged<nint, int>)Function(OrtFunction.GetErrorCode))(status);
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Function(OrtFunction.GetErrorMessage))(status)) ?? "";
        Release(OrtFunction.ReleaseStatus, status);
        throw new OnnxException((OnnxErrorCode)code, message);
    }

    private static nint Load() => NativeLibraries.TryLoad(NativeLibraries.OnnxRuntime, out var library)
        ? ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "OrtGetApiBase"))()
        : throw new OnnxException(OnnxErrorCode.LibraryMissing, $"{NativeLibraries.OnnxRuntime} was not found beside the program, in native/lib or among the system's libraries; eng/fetch-native installs it");
}
