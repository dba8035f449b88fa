namespace Headrace.Lab.Tests;

/// <summary>Where the tests find what is outside their own folder.</summary>
internal static class SharedData
{
    /// <summary>A file of the original 300-site run; the test is skipped without it.</summary>
    public static string Hydrocam(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Headrace.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        var path = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", "hydrocam", file));
        Assert.SkipUnless(File.Exists(path), $"../shared/data/hydrocam/{file} is not here");
        return path;
    }
}
