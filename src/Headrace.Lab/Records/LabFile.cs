namespace Headrace.Lab.Records;

/// <summary>Files of a run, opened and replaced with one sentence when that fails.</summary>
internal static class LabFile
{
    private const int Buffer = 1 << 16;

    public static FileStream Open(string path) => Guard(path, "read", () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan));

    /// <summary>The old content stays until the new one is complete.</summary>
    public static void Replace(string path, Action<Stream> write) => Guard(path, "written", () =>
    {
        var draft = $"{path}.new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.Read, Buffer))
        {
            write(stream);
        }

        File.Move(draft, path, overwrite: true);
        return true;
    });

    public static T Guard<T>(string path, string what, Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"{path} cannot be {what}: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
