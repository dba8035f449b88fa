namespace Headrace.Cli;

/// <summary>Where this copy of Headrace keeps what its functions run on.</summary>
internal static class Installation
{
    private const string BuiltIn = "bootstrap/linux-x64";

    /// <summary>The bootstraps of the managed runtimes, beside the program.</summary>
    public static string RuntimesFolder => Path.Combine(AppContext.BaseDirectory, "function-runtimes");

    /// <summary>The published built-in functions: the nearest <c>artifacts</c> above the program; null when they have not been published.</summary>
    public static string? BuiltInFolder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                foreach (var candidate in (string[])[Path.Combine(folder.FullName, BuiltIn), Path.Combine(folder.FullName, "artifacts", BuiltIn)])
                {
                    if (File.Exists(Path.Combine(candidate, "bootstrap")))
                    {
                        return candidate;
                    }
                }
            }

            return null;
        }
    }
}
