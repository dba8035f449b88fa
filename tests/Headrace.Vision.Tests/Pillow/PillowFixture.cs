using System.Diagnostics;

namespace Headrace.Vision.Tests.Pillow;

/// <summary>Debian's Pillow, asked through cases.py; the reference that preprocess agrees with.</summary>
public sealed class PillowFixture : IDisposable
{
    private const string Python = "/usr/bin/python3";

    public PillowFixture()
    {
        Folder = Directory.CreateTempSubdirectory("headrace-pillow-").FullName;
        IsAvailable = File.Exists(Python) && Run("-c", "import PIL").ExitCode == 0;
        if (IsAvailable)
        {
            Ask(Folder);
        }
    }

    public bool IsAvailable { get; }

    /// <summary>Holds the made images and Pillow's pixels: NAME and NAME.gray.</summary>
    public string Folder { get; }

    /// <summary>Pillow's gray 256×256 pixels of files that lie elsewhere.</summary>
    public Dictionary<string, byte[]> Gray(IReadOnlyList<string> photographs)
    {
        Ask([Folder, .. photographs]);
        return photographs.ToDictionary(path => path, path => File.ReadAllBytes(Path.Combine(Folder, Path.GetFileName(path) + ".gray")));
    }

    /// <summary>The gray pixels of a file that we wrote, as Pillow reads it.</summary>
    public byte[] Decode(byte[] encoded)
    {
        var path = Path.Combine(Folder, "result");
        File.WriteAllBytes(path, encoded);
        return Ask("--decode", path);
    }

    public void SkipUnlessAvailable() => Assert.SkipUnless(IsAvailable, "Pillow is not here (apt install python3-pil)");

    private static byte[] Ask(params string[] arguments)
    {
        var (code, output, error) = Run([Path.Combine(AppContext.BaseDirectory, "Pillow", "cases.py"), .. arguments]);
        return code == 0 ? output : throw new InvalidOperationException(error);
    }

    private static (int ExitCode, byte[] Output, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), error.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
