using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>Finds ONNX Runtime: beside the program (a function's <c>/var/task</c>), in <c>native/lib</c> of a source tree above it, then where the system keeps its own.</summary>
internal static class NativeLibraries
{
    public const string OnnxRuntime = "libonnxruntime.so.1";

    public static bool TryLoad(string name, out nint library)
    {
        foreach (var path in Candidates(name))
        {
            if (File.Exists(path) && NativeLibrary.TryLoad(path, out library))
            {
                return true;
            }
        }

        return NativeLibrary.TryLoad(name, out library);
    }

    private static IEnumerable<string> Candidates(string name)
    {
        yield return Path.Combine(AppContext.BaseDirectory, name);
        yield return Path.Combine(AppContext.BaseDirectory, "lib", name);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "native", "lib", name);
        }
    }
}
