namespace Headrace.Vision.Tests;

/// <summary>Where the tests find what is outside their own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SharedData { get; } = Path.Combine(Root, "..", "shared", "data");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Headrace.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return folder.FullName;
    }
}
