namespace Headrace.Calibration.Tests;

/// <summary>Where the tests find what is outside their own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A river camera's counts and its gauge; the test is skipped without them.</summary>
    public static string Hydrocam(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "hydrocam", file));
        Assert.SkipUnless(File.Exists(path), $"../shared/data/hydrocam/{file} is not here");
        return path;
    }

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
