using System.IO.Compression;
using System.Text;

namespace Headrace.Functions.Tests.Code;

/// <summary>Deployment packages, also such as no tool would make.</summary>
internal sealed class TestZip
{
    private readonly List<(string Name, byte[] Content, int Mode)> _entries = [];

    /// <param name="mode">Octal permission bits, with a file type or without; 0 as Windows writes it.</param>
    public TestZip Add(string name, string content = "", string mode = "100644") => Add(name, Encoding.UTF8.GetBytes(content), mode);

    public TestZip Add(string name, byte[] content, string mode = "100644")
    {
        _entries.Add((name, content, Convert.ToInt32(mode, 8)));
        return this;
    }

    public TestZip AddLink(string name, string target) => Add(name, target, "120777");

    public byte[] ToArray()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in _entries)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return buffer.ToArray();
    }
}
