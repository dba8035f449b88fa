using System.Text.Json;

namespace Headrace.Cli.Tests.Demo;

public sealed class PreprocessDemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PreprocessDemoTests() => Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_image_has_its_result_and_the_measurements_are_one_json_object()
    {
        var outcome = await RunAsync("--images", "10", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal(
            ["cold_starts", "failed", "images", "images_per_second", "p50_ms", "p95_ms", "p99_ms", "succeeded"],
            report.RootElement.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal((10, 10, 0), (Count(report, "images"), Count(report, "succeeded"), Count(report, "failed")));
        Assert.InRange(Count(report, "cold_starts"), 1, 10);
        Assert.True(report.RootElement.GetProperty("p50_ms").GetDouble() > 0);
        Assert.True(report.RootElement.GetProperty("p50_ms").GetDouble() <= report.RootElement.GetProperty("p99_ms").GetDouble());
        Assert.True(report.RootElement.GetProperty("images_per_second").GetDouble() > 0);
    }

    [Fact]
    public async Task It_leaves_no_process_and_no_folder()
    {
        await RunAsync("--images", "1");

        Assert.Empty(Directory.GetFileSystemEntries(_folder["tmp"]));
        Assert.DoesNotContain(
            Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)), process => CommandLine(process).Contains(_folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_counted_as_failed_and_not_waited_for()
    {
        Directory.CreateDirectory(_folder["pictures/more"]);
        await File.WriteAllBytesAsync(_folder["pictures/a river.jpg"], Vision.Photographs.PhotographGenerator.Create(1, 320, 200));
        await File.WriteAllBytesAsync(_folder["pictures/more/ä+b.jpg"], Vision.Photographs.PhotographGenerator.Create(2, 320, 200));
        await File.WriteAllTextAsync(_folder["pictures/notes.txt"], "This is no image.");
        await File.WriteAllTextAsync(_folder["pictures/empty.jpg"], "");

        var outcome = await RunAsync("--input", _folder["pictures"], "--json");

        Assert.Equal(1, outcome.ExitCode);
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal((4, 2, 2), (Count(report, "images"), Count(report, "succeeded"), Count(report, "failed")));
        Assert.Contains("headrace: notes.txt: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("headrace: empty.jpg: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_json_it_ends_with_a_table_in_plain_text()
    {
        var outcome = await RunAsync("--images", "3");

        Assert.Equal(0, outcome.ExitCode);
        var lines = outcome.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("images  succeeded  failed  cold starts  p50 ms", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^\s+3\s+3\s+0\s+[1-3]\s", lines[1]);
        Assert.Contains("headrace: 3 of 3", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', outcome.Output + outcome.Error);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_or_is_empty_is_said_in_one_sentence()
    {
        Assert.Equal(new Outcome(1, "", $"headrace: There is no folder {_folder["none"]}.\n"), await RunAsync("--input", _folder["none"]));
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal(new Outcome(1, "", $"headrace: There are no files in {_folder["empty"]}.\n"), await RunAsync("--input", _folder["empty"]));
    }

    private Task<Outcome> RunAsync(params string[] options)
    {
        Directory.CreateDirectory(_folder["tmp"]);
        return HeadraceProcess.RunAsync(new Dictionary<string, string> { ["TMPDIR"] = _folder["tmp"] }, ["demo", "preprocess", .. options]);
    }

    private static int Count(JsonDocument report, string name) => report.RootElement.GetProperty(name).GetInt32();

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
