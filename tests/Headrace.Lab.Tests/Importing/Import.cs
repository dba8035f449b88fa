using Headrace.Lab.Importing;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Importing;

/// <summary>An import as the command makes it.</summary>
internal static class Import
{
    public static (Run Run, LocustFigures Locust) Of(ImportOptions options, params IEnumerable<string> files)
    {
        var import = new RunImport(options);
        foreach (var file in files)
        {
            import.Add(file);
        }

        return import.Finish("run", TimeProvider.System, []);
    }

    public static Run Of(params IEnumerable<string> files) => Of(new ImportOptions(), files).Run;

    public static string Refusal(params IEnumerable<string> files) => Assert.Throws<LabException>(() => Of(files)).Message;
}
