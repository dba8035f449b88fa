using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>The library's one environment of this process: made by the first model, never given back. Telemetry is off.</summary>
internal static unsafe class OrtEnvironment
{
    private const int Warning = 2;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private static readonly Lazy<nint> Environment = new(CreateEnvironment);
    private static readonly Lazy<nint> DefaultAllocator = new(() =>
    {
        nint allocator;
        OrtApi.Check(((delegate* unmanaged<nint*, nint>)OrtApi.Function(OrtFunction.GetAllocatorWithDefaultOptions))(&allocator));
        return allocator;
    });

    private static readonly Lazy<OrtHandle> CpuMemory = new(() =>
    {
        nint info;
        OrtApi.Check(((delegate* unmanaged<int, int, nint*, nint>)OrtApi.Function(OrtFunction.CreateCpuMemoryInfo))(ArenaAllocator, DefaultMemory, &info));
        return new OrtHandle(info, OrtFunction.ReleaseMemoryInfo);
    });

    public static nint Instance => Environment.Value;

    public static nint Allocator => DefaultAllocator.Value;

    /// <summary>Says of memory that it is the processor's own.</summary>
    public static nint MemoryInfo => CpuMemory.Value.Pointer;

    private static nint CreateEnvironment()
    {
        nint environment;
        fixed (byte* name = "headrace\0"u8)
        {
            OrtApi.Check(((delegate* unmanaged<delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void>, nint, int, byte*, nint*, nint>)
                OrtApi.Function(OrtFunction.CreateEnvWithCustomLogger))(&Log, 0, Warning, name, &environment));
        }

        OrtApi.Check(((delegate* unmanaged<nint, nint>)OrtApi.Function(OrtFunction.DisableTelemetryEvents))(environment));
        return environment;
    }

    // An exception must not cross into the library: a listener that throws loses its line.
    [UnmanagedCallersOnly]
    private static void Log(nint state, int severity, byte* category, byte* id, byte* place, byte* message)
    {
        try
        {
            OnnxRuntimeLibrary.Report(new OnnxLogLine((OnnxLogSeverity)severity, Text(category), Text(place), Text(message)));
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
