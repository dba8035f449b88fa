namespace Headrace.Lab.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("headrace-lab-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a new file with that content.</summary>
    public string File(string name, string content)
    {
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
