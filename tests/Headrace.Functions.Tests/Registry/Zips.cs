using System.IO.Compression;
using System.Text;

namespace Headrace.Functions.Tests.Registry;

/// <summary>Deployment packages, well-formed and hostile.</summary>
internal static class Zips
{
    public const int RegularFile = 0x8000;
    public const int SymbolicLink = 0xA1FF;

    public static MemoryStream Of(params (string Name, string Text)[] files) =>
        Of([.. files.Select(file => (file.Name, file.Text, RegularFile | Convert.ToInt32("644", 8)))]);

    /// <param name="files">Mode: the whole Unix mode, 0 for an archive made where there is none.</param>
    public static MemoryStream Of(params (string Name, string Text, int Mode)[] files) => Build(archive =>
    {
        foreach (var (name, text, mode) in files)
        {
            var entry = archive.CreateEntry(name);
            entry.ExternalAttributes = mode << 16;
            using var content = entry.Open();
            content.Write(Encoding.UTF8.GetBytes(text));
        }
    });

    /// <summary>One file of zeros.</summary>
    public static MemoryStream Bomb(int bytes) => Build(archive =>
    {
        using var content = archive.CreateEntry("zeros").Open();
        content.Write(new byte[bytes]);
    });

    public static MemoryStream Empty() => Build(static _ => { });

    private static MemoryStream Build(Action<ZipArchive> fill)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            fill(archive);
        }

        zip.Position = 0;
        return zip;
    }
}
