using Headrace.Vision.Darknet;

namespace Headrace.Vision.Tests.Darknet;

/// <summary>Darknet networks for tests: our small ones, and real ones where they are.</summary>
internal static class Cfgs
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Darknet", "Cfgs", $"{name}.cfg"));

    public static string SharedPath(string name)
    {
        var path = Path.Combine(Repository.SharedData, "models", name);
        Assert.SkipUnless(File.Exists(path), $"needs ../shared/data/models/{name}");
        return path;
    }

    public static string Shared(string name) => File.ReadAllText(SharedPath(name));

    public static byte[] RandomWeights(string cfg, double gain = 1)
    {
        using var stream = new MemoryStream();
        DarknetImporter.WriteRandomWeights(cfg, stream, seed: 7, gain);
        return stream.ToArray();
    }
}
