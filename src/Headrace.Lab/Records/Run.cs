namespace Headrace.Lab.Records;

/// <summary>A run as its folder holds it. Remarks of the reading stand among its manifest's.</summary>
public sealed record Run(RunFolder Folder, RunManifest Manifest, ItemTable Items)
{
    /// <exception cref="LabException">No run is there, or it cannot be read.</exception>
    public static Run Read(string path)
    {
        var folder = new RunFolder(path);
        if (!File.Exists(folder.Manifest))
        {
            throw new LabException(Directory.Exists(path) ? $"{path} is no run: it has no run.json" : $"there is no folder {path}");
        }

        var manifest = ReadManifest(folder);
        List<string> remarks = [.. manifest.Remarks];
        if (manifest.Ended is null)
        {
            remarks.Add("the run did not end by itself: it was killed, or still goes on");
        }

        var items = EventsCsv.Read(folder.Events, remarks);
        return new Run(folder, manifest with { Remarks = remarks }, items);
    }

    public static RunManifest ReadManifest(RunFolder folder) => JsonFile.Read(folder.Manifest, RecordsJson.Default.RunManifest);

    public static void WriteManifest(RunFolder folder, RunManifest manifest) => JsonFile.Write(folder.Manifest, manifest, RecordsJson.Default.RunManifest);

    /// <summary>Writes manifest and items; the folder is made where there is none.</summary>
    public void Write()
    {
        LabFile.Guard(Folder.Path, "made", () => Directory.CreateDirectory(Folder.Path));
        EventsCsv.Write(Folder.Events, Items);
        WriteManifest(Folder, Manifest);
    }
}
