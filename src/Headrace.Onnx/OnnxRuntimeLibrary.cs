using Headrace.Onnx.Native;

namespace Headrace.Onnx;

/// <summary>The native library as a whole. Nothing of it is loaded before the first model, or the first question here.</summary>
public static class OnnxRuntimeLibrary
{
    private static Action<OnnxLogLine>? listener;

    /// <summary>Whether the library can be loaded.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                return Version.Length > 0;
            }
            catch (OnnxException)
            {
                return false;
            }
        }
    }

    /// <summary>The library's version, as <c>1.30.0</c>.</summary>
    /// <exception cref="OnnxException">The library cannot be loaded.</exception>
    public static string Version => OrtApi.Version;

    /// <summary>Makes the process's environment, which takes longer than anything else of a cold start: begin it on another thread while the image is decoded.</summary>
    public static void WarmUp() => _ = OrtEnvironment.Instance;

    /// <summary>Hands warnings and errors of the library's log to a listener, in place of the one before; without one they are dropped. Called on the library's threads.</summary>
    public static void ListenToLog(Action<OnnxLogLine>? newListener) => Volatile.Write(ref listener, newListener);

    internal static void Report(OnnxLogLine line) => Volatile.Read(ref listener)?.Invoke(line);
}
