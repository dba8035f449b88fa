using System.IO.Compression;
using System.Text;
using Headrace.Lab.Exporting;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Importing;

public sealed class LogImportTests : IDisposable
{
    private const string A = "0cf5a0a0-1111-4222-8333-444455556666", Stream = "2025/05/08/[$LATEST]0123456789abcdef0123456789abcdef";

    private static readonly (string Time, string Message)[] Lines =
    [
        ("2025-05-08T23:00:20.100Z", "INIT_START Runtime Version: python:3.12.v1\tRuntime Version ARN: arn"),
        ("2025-05-08T23:00:30.000Z", $"START RequestId: {A} Version: $LATEST"),
        ("2025-05-08T23:00:30.100Z", "Image Name: image_capture_2025-05-08_17-00-00.jpg"),
        ("2025-05-08T23:00:30.100Z", "Event Time: 2025-05-08 23:00:17, Site ID: site1"),
        ("2025-05-08T23:00:40.448Z", "Writing to database..."),
        ("2025-05-08T23:00:40.504Z", $"END RequestId: {A}"),
        ("2025-05-08T23:00:40.504Z", $"REPORT RequestId: {A}\tDuration: 10504.00 ms\tBilled Duration: 22215 ms\tMemory Size: 6200 MB\tMax Memory Used: 5000 MB\tInit Duration: 9800.00 ms\t\nXRAY TraceId: 1-2-3\tSegmentId: 4\tSampled: true\t"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_command_line_prints_makes_the_items() =>
        Check(_folder.File("filter.json", $$"""{"events": [{{string.Join(",\n", Lines.Select(line => Json(line, withStream: true)))}}], "searchedLogStreams": []}"""), Stream);

    [Fact]
    public void One_streams_events_make_them_too()
    {
        var path = _folder.File("get.json", $$"""{"events": [{{string.Join(",", Lines.Select(line => Json(line, withStream: false)))}}], "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}""");
        Check(path, path);
    }

    [Fact]
    public void Aws_logs_tail_makes_them_too() =>
        Check(_folder.File("tail.log", string.Join('\n', Lines.Select(line => $"{line.Time.Replace("Z", "000+00:00", StringComparison.Ordinal)} {Stream} {line.Message}"))), Stream);

    [Fact]
    public void The_short_form_of_it_too() => Check(_folder.File("short.log", string.Join('\n', Lines.Select(line => $"{line.Time} {line.Message}")) + "\n"), "short.log");

    [Fact]
    public void An_export_to_S3_in_parts_makes_them_too()
    {
        var folder = Directory.CreateDirectory(_folder["export/2025-05-08-LATEST-0123"]).FullName;
        File.WriteAllText(_folder["export/aws-logs-write-test"], "Permission Check Successful");
        foreach (var (part, lines) in Lines.Chunk(4).Index())
        {
            using var file = new GZipStream(File.Create(Path.Combine(folder, $"00000{part}.gz")), CompressionLevel.Fastest);
            file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line.Time} {line.Message}\n"))));
        }

        Check(_folder["export"], "2025-05-08-LATEST-0123");
    }

    [Fact]
    public void A_log_alone_gives_the_original_experiments_rows()
    {
        var items = Import.Of(new ImportOptions { Function = "site1-lambdafunction" }, _folder.File("short.log", string.Join('\n', Lines.Select(line => $"{line.Time} {line.Message}")))).Run.Items;

        LogsDataExport.Write(_folder["logsdata.csv"], items, TimeZoneInfo.Utc);

        Assert.Equal(
            "0,image_capture_2025-05-08_17-00-00.jpg,site1-lambdafunction,2025-05-08 23:00:17,2025-05-08 23:00:40.448,2025-05-08 23:00:40.504,22215.0,True",
            File.ReadAllLines(_folder["logsdata.csv"])[1]);
    }

    [Fact]
    public void A_log_joins_the_items_of_a_run()
    {
        EventsCsv.Write(_folder["events.csv"], ItemTable.Of([new Item { Id = "image_capture_2025-05-08_17-00-00.jpg", Level = 50 }, new Item { Id = "other.jpg", Status = ItemStatus.Lost }]));

        var run = Import.Of(_folder.File("short.log", string.Join('\n', Lines.Select(line => $"{line.Time} {line.Message}"))), _folder["events.csv"]);

        Assert.Equal([(A, 50, 10504.0), ("", 0, double.NaN)], run.Items.Select(item => (item.RequestId, item.Level, item.Duration)));
        Assert.Equal(["1 of 2 items have no invocation in the log"], run.Manifest.Remarks);
    }

    [Theory]
    [InlineData("", "a.log is empty")]
    [InlineData("hello world\n", "a.log, line 1, column 1: 'hello world' begins nothing that can be imported: events.csv of a run")]
    [InlineData("{\"events\": [{\"timestamp\": 1,\n \"message\": 2}]}", "a.log, line 2, column 1")]
    [InlineData("{\"events\": [{\"timestamp\": 1}]}", "a.log, line 1, column ")]
    [InlineData("{\"event\": []}", "a.log, line 1, column ")]
    [InlineData("{\"events\": [", "a.log, line 1, column 13: ")]
    [InlineData("2025-05-08T23:00:20.100Z nothing of a function\n", "a.log: nothing in it that could be reported")]
    public void What_is_wrong_is_said_by_place(string content, string message) =>
        Assert.Contains(message, Import.Refusal(_folder.File("a.log", content)), StringComparison.Ordinal);

    [Fact]
    public void Damaged_gzip_is_said()
    {
        using (var file = new GZipStream(File.Create(_folder["a.gz"]), CompressionLevel.Fastest))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"2025-05-08T23:00:20.100Z line {number * 7919 % 10_007}\n"))));
        }

        var bytes = File.ReadAllBytes(_folder["a.gz"]);
        bytes.AsSpan(bytes.Length / 2, 40).Fill(0x55);
        File.WriteAllBytes(_folder["a.gz"], bytes);

        Assert.Matches("a.gz.*(damaged|UTF-8|nothing in it)", Import.Refusal(_folder["a.gz"]));
    }

    private static string Json((string Time, string Message) line, bool withStream) =>
        $$"""{ {{(withStream ? $"\"logStreamName\": \"{Stream}\", " : "")}}"timestamp": {{DateTimeOffset.Parse(line.Time, null).ToUnixTimeMilliseconds()}}, "message": {{System.Text.Json.JsonSerializer.Serialize(line.Message)}}, "ingestionTime": 1, "eventId": "3" }""";

    private static void Check(string path, string environment)
    {
        var item = Assert.Single(Import.Of(path).Items);

        Assert.Equal((A, environment, "site1/image_capture_2025-05-08_17-00-00.jpg", "site1", "1-2-3"), (item.RequestId, item.Environment, item.Id, item.Site, item.Trace));
        Assert.Equal((10_504.0, 22_215.0, 9_800.0, 6200, 5000, true), (item.Duration, item.Billed, item.Init, item.MemorySize, item.MaxMemoryUsed, item.Cold));
        Assert.Equal((3_100.0, 23_448.0, 23_504.0, 1), (item.QueueAge, item.Response, item.EventToEnd, item.Level));
    }
}
