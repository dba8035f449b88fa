using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

public sealed class RunTests : IDisposable
{
    private static readonly RunManifest Manifest = new()
    {
        Name = "burst",
        Kind = "measured",
        Started = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Ended = new DateTimeOffset(2026, 11, 21, 12, 1, 0, TimeSpan.Zero),
        Plan = "pattern: burst\n",
        Seed = 7,
        Endpoint = "http://127.0.0.1:4566",
        Region = "us-east-1",
        Machine = new Machine("a processor", 2, 8L << 30, "Linux"),
        Versions = ["headrace 0.1.0"],
        Sources = ["a.csv"],
        Clock = new ClockOffset(1.5, double.NaN, 3),
        Generator = new GeneratorVerdict(0.1, 0.2, 0.3, 0.4, false, "kept up"),
        Stopped = "done",
        Remarks = ["one"],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_written_is_read_again()
    {
        new Run(new RunFolder(_folder["run"]), Manifest, ItemTable.Of([new Item { Id = "1" }])).Write();

        var read = Run.Read(_folder["run"]);

        Assert.Equivalent(Manifest, read.Manifest, strict: true);
        Assert.Equal("1", Assert.Single(read.Items).Id);
    }

    [Fact]
    public void A_manifest_may_leave_out_what_is_empty()
    {
        new Run(new RunFolder(_folder["run"]), Manifest, ItemTable.Of([new Item { Id = "1" }])).Write();
        File.WriteAllText(new RunFolder(_folder["run"]).Manifest, """{"name":"n","kind":"measured","started":"2026-11-21T12:00:00+00:00","ended":"2026-11-21T12:01:00+00:00"}""");

        var read = Run.Read(_folder["run"]).Manifest;

        Assert.Empty(read.Remarks);
        Assert.Empty(read.Versions);
        Assert.Empty(read.Sources);
        Assert.Equal(("", ""), (read.Plan, read.Stopped));
    }

    [Fact]
    public void A_killed_run_is_read_and_says_so()
    {
        new Run(new RunFolder(_folder["run"]), Manifest with { Ended = null }, ItemTable.Of([new Item { Id = "1" }, new Item { Id = "2" }])).Write();
        var events = new RunFolder(_folder["run"]).Events;
        File.WriteAllText(events, File.ReadAllText(events)[..^9]);

        var read = Run.Read(_folder["run"]);

        Assert.Equal("1", Assert.Single(read.Items).Id);
        Assert.Equal(["one", "the run did not end by itself: it was killed, or still goes on", "events.csv: line 3 is cut, as a killed run leaves it, and left out"], read.Manifest.Remarks);
    }

    [Fact]
    public void What_is_no_run_is_refused_by_name()
    {
        Assert.Equal($"there is no folder {_folder["none"]}", Refusal(_folder["none"]));
        Assert.Equal($"{_folder.Path} is no run: it has no run.json", Refusal(_folder.Path));
        _folder.File("run.json", "{\n  \"name\": 3 }");
        Assert.Contains("run.json, line 2, column 12: ", Refusal(_folder.Path), StringComparison.Ordinal);
        _folder.File("run.json", "{}");
        Assert.Contains("run.json, line 1, column", Refusal(_folder.Path), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<LabException>(() => Run.Read(path)).Message;
}
