using System.Buffers.Text;

namespace Headrace.Functions.Environments;

/// <summary>What a process tree holds in memory.</summary>
/// <param name="Peak">Bytes: the most its processes had resident, each at its own peak.</param>
/// <param name="Unreclaimable">Bytes that are no file's: what a memory cap counts.</param>
internal readonly record struct MemorySample(long Peak, long Unreclaimable)
{
    public static MemorySample Of(ProcessTree tree)
    {
        var sample = default(MemorySample);
        Span<byte> buffer = stackalloc byte[4096];
        foreach (var process in tree.Processes())
        {
            var status = Read(process + "/status", buffer);
            sample = new MemorySample(
                sample.Peak + Kilobytes(status, "VmHWM:"u8),
                sample.Unreclaimable + Unshared(status));
        }

        return sample;
    }

    /// <summary>
    /// The same, with every page that forked processes share counted once. Slower: asked for before something is killed for it.
    /// </summary>
    public static long ExactUnreclaimable(ProcessTree tree)
    {
        var bytes = 0L;
        Span<byte> buffer = stackalloc byte[4096];
        foreach (var process in tree.Processes())
        {
            var rollup = Read(process + "/smaps_rollup", buffer);
            bytes += rollup.IsEmpty ? Unshared(Read(process + "/status", buffer))
                : Kilobytes(rollup, "Pss_Anon:"u8) + Kilobytes(rollup, "Pss_Shmem:"u8) + Kilobytes(rollup, "SwapPss:"u8);
        }

        return bytes;
    }

    private static long Unshared(ReadOnlySpan<byte> status) =>
        Kilobytes(status, "RssAnon:"u8) + Kilobytes(status, "RssShmem:"u8) + Kilobytes(status, "VmSwap:"u8);

    private static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The value of <c>Name:   123 kB</c>, in bytes.</summary>
    private static long Kilobytes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var start = text.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(text[(start + name.Length)..].TrimStart(" \t"u8), out long kilobytes, out _) ? kilobytes * 1024 : 0;
    }
}
