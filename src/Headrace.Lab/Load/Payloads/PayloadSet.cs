using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Payloads;

/// <summary>All that a variant sends, in memory before the first is sent.</summary>
internal sealed class PayloadSet
{
    private const long MostBytes = 2L << 30;

    private readonly Payload[] _payloads;
    private readonly bool _bySite;
    private readonly Template? _text;

    private PayloadSet(Payload[] payloads, bool bySite = false, Template? text = null) => (_payloads, _bySite, _text) = (payloads, bySite, text);

    /// <param name="sites">1 to this send.</param>
    /// <exception cref="LabException">A file cannot be read, or there is none.</exception>
    public static PayloadSet Load(PayloadSource source, int sites, long seed, ICameras? cameras) => source switch
    {
        BytesPayload bytes => new([new Payload("data.bin", Noise(bytes.Size, seed))]),
        JsonPayload json => new([new Payload("event.json", default)], text: json.Text),
        FilePayload file => new([ReadFile(file.Path)]),
        FolderPayload folder => new(ReadFolder(folder.Path)),
        CamerasPayload size => new(Photograph(cameras ?? throw new LabException("there are no cameras here"), size, sites, seed), bySite: true),
        _ => new([Payload.Nothing]),
    };

    /// <param name="number">Of the item, from 1.</param>
    public Payload For(long number, int site, in Places places) => _text is null
        ? _payloads[(_bySite ? site - 1 : (number - 1) % _payloads.Length) % _payloads.Length]
        : new Payload("event.json", System.Text.Encoding.UTF8.GetBytes(_text.Fill(places)));

    private static byte[] Noise(long size, long seed)
    {
        var bytes = new byte[size];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).NextBytes(bytes);
        return bytes;
    }

    private static Payload[] ReadFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new LabException($"there is no folder {path}");
        }

        var files = Directory.GetFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        var size = files.Sum(file => new FileInfo(file).Length);
        return files.Count == 0 ? throw new LabException($"there is no file in {path}")
            : size > MostBytes ? throw new LabException($"{path} holds {size} bytes: a run keeps its payloads in memory, at most {MostBytes}")
            : [.. files.Select(ReadFile)];
    }

    private static Payload ReadFile(string path)
    {
        try
        {
            return new Payload(Path.GetFileName(path), File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static Payload[] Photograph(ICameras cameras, CamerasPayload size, int sites, long seed)
    {
        var pictures = new Payload[sites];
        Parallel.For(0, sites, index => pictures[index] = new Payload($"site{index + 1}.jpg", cameras.Photograph(index + 1, seed, size.Width, size.Height)));
        return pictures;
    }
}
