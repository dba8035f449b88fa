using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Headrace.Vips.Native;

namespace Headrace.Vips;

/// <summary>libvips in this process: started once, by the first image.</summary>
public static unsafe class VipsLibrary
{
    /// <summary>G_LOG_LEVEL_CRITICAL</summary>
    private const int LevelCritical = 1 << 3;

    /// <summary>G_LOG_LEVEL_WARNING</summary>
    private const int LevelWarning = 1 << 4;

    private static readonly Lazy<bool> Started = new(Start);

    /// <summary>Bytes of pixel memory that libvips holds now.</summary>
    public static long TrackedMemory
    {
        get
        {
            EnsureStarted();
            return (long)VipsNative.TrackedMemory();
        }
    }

    /// <summary>Blocks of memory that libvips holds now.</summary>
    public static int TrackedAllocations
    {
        get
        {
            EnsureStarted();
            return VipsNative.TrackedAllocations();
        }
    }

    /// <summary>Whether the library is there; opens it.</summary>
    public static bool IsAvailable => NativeLibraries.TryLoad(NativeLibraries.Vips, out _);

    /// <summary><c>8.18.7</c></summary>
    public static string Version
    {
        get
        {
            EnsureStarted();
            return $"{VipsNative.Version(0)}.{VipsNative.Version(1)}.{VipsNative.Version(2)}";
        }
    }

    /// <exception cref="VipsException">The library could not start.</exception>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public static void EnsureStarted() => _ = Started.Value;

    private static bool Start()
    {
        if (VipsNative.Init("headrace") != 0)
        {
            throw TakeError("libvips could not start");
        }

        // What damaged files make the libraries warn of is said in the error too; a function's log is not the place for console lines.
        VipsNative.SetLogHandler("VIPS", LevelWarning, &Ignore, 0);
        VipsNative.SetLogHandler("GLib-GObject", LevelWarning | LevelCritical, &Ignore, 0);

        // Inputs are untrusted (an SVG is a drawing program with costs of its own); a process works on one image at a time and
        // has a small share of the machine; no image comes twice.
        VipsNative.BlockUntrusted(1);
        VipsNative.BlockOperation("VipsForeignLoadSvg", 1);
        VipsNative.SetCacheMaximum(0);
        VipsNative.SetConcurrency(1);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(byte* domain, int level, byte* message, nint data)
    {
        // Nothing is to be done.
    }

    internal static VipsException TakeError(string otherwise)
    {
        var text = Marshal.PtrToStringUTF8((nint)VipsNative.ErrorBuffer());
        VipsNative.ClearError();
        return new VipsException(string.IsNullOrWhiteSpace(text) ? otherwise : OneLine(text));
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var part in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            line.Append(line.Length == 0 ? "" : "; ").Append(part);
        }

        return line.ToString();
    }
}
