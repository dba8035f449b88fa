using System.Text;
using Headrace.Telemetry.Logs;

namespace Headrace.Telemetry.Tests.Logs;

public sealed class LogStoreTests : IDisposable
{
    private const string Group = "/aws/lambda/preprocess";
    private const string Stream = "2026/01/02/[$LATEST]0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = ManualTime.At("2026-01-02T03:04:05Z");
    private readonly LogStore _store;

    public LogStoreTests() => _store = LogStore.Open(_folder.Path, _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_back_with_its_time()
    {
        Append(Stream, "START RequestId: 1\n");
        _time.Advance(TimeSpan.FromMilliseconds(7));
        Append(Stream, "größer als 0 — ✓\n");

        Assert.Equal(
            [(1_767_323_045_000, "START RequestId: 1\n"), (1_767_323_045_007, "größer als 0 — ✓\n")],
            _store.Read(Group, new LogQuery()).Select(logEvent => (logEvent.Timestamp, logEvent.Message)));
    }

    [Fact]
    public void Events_survive_a_new_store_on_the_same_folder()
    {
        Append(Stream, "first\n");

        var reopened = LogStore.Open(_folder.Path, _time);
        using (var writer = reopened.OpenStream(Group, Stream))
        {
            writer.Append("second\n"u8);
        }

        Assert.Equal(["first\n", "second\n"], Messages(reopened));
        Assert.Equal([Group], reopened.ListGroups());
        Assert.Equal([Stream], reopened.ListStreams(Group));
    }

    [Fact]
    public void A_reader_sees_an_event_while_its_stream_is_still_being_written()
    {
        using var writer = _store.OpenStream(Group, Stream);
        writer.Append("live\n"u8);

        Assert.Equal(["live\n"], Messages(_store));
    }

    [Fact]
    public void Lines_appended_together_are_the_events_that_they_are_one_by_one()
    {
        var long262119 = new string('x', 262_117) + "é";
        string[] lines = ["first\n", "\n", long262119 + "\n", "no newline"];
        using (var writer = _store.OpenStream(Group, "together"))
        {
            writer.AppendLines(Encoding.UTF8.GetBytes(string.Concat(lines)));
            writer.AppendLines("after\n"u8);
        }

        foreach (var line in (string[])[.. lines, "after\n"])
        {
            Append("alone", line);
        }

        string[] expected = ["first\n", "\n", long262119[..^1], "é\n", "no newline", "after\n"];
        Assert.Equal(expected, _store.ReadPage(Group, "together", new LogQuery(), null, forward: true, 100)!.Events.Select(logEvent => logEvent.Message));
        Assert.Equal(expected, _store.ReadPage(Group, "alone", new LogQuery(), null, forward: true, 100)!.Events.Select(logEvent => logEvent.Message));
    }

    [Fact]
    public void A_frame_cut_short_by_a_crash_is_ignored_and_cut_at_the_next_opening()
    {
        Append(Stream, "whole\n");
        var file = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Single();
        var whole = File.ReadAllBytes(file);
        Append(Stream, "the engine was killed while it wrote this\n");
        var longer = File.ReadAllBytes(file);

        for (var length = whole.Length; length < longer.Length; length++)
        {
            File.WriteAllBytes(file, longer[..length]);
            Assert.Equal(["whole\n"], Messages(_store));
            Assert.Equal(["whole\n"], _store.ReadPage(Group, Stream, new LogQuery(), null, forward: false, 10)!.Events.Select(logEvent => logEvent.Message));

            Append(Stream, "after\n");
            Assert.Equal(["whole\n", "after\n"], Messages(_store));
        }
    }

    [Fact]
    public void A_tail_of_zeros_as_power_loss_leaves_it_is_ignored()
    {
        Append(Stream, "whole\n");
        var file = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file), .. new byte[4096]]);

        Assert.Equal(["whole\n"], Messages(_store));
        Append(Stream, "after\n");
        Assert.Equal(["whole\n", "after\n"], Messages(_store));
    }

    [Fact]
    public void A_stream_whose_file_holds_half_a_header_starts_anew()
    {
        Append(Stream, "x");
        var file = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..9]);

        Append(Stream, "after\n");

        Assert.Equal(["after\n"], Messages(_store));
    }

    [Fact]
    public void The_format_on_disk_stays_what_it_is()
    {
        using (var writer = _store.OpenStream("g", "s"))
        {
            writer.Append("hi\n"u8);
        }

        Assert.Equal(
            "48524C31" + "0100" + "73" + "03000000" + "888CA97C9B010000" + "888CA97C9B010000" + "68690A" + "03000000",
            Convert.ToHexString(File.ReadAllBytes(Path.Combine(_folder.Path, "g", "s"))));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../../etc/passwd", "%2E./../etc/passwd")]
    [InlineData("..", ".")]
    [InlineData("[$LATEST]", "%5B%24LATEST%5D")]
    [InlineData("Ü", "u")]
    public void Any_name_is_safe_and_different_names_stay_different(string name, string other)
    {
        foreach (var each in (string[])[name, other])
        {
            using var writer = _store.OpenStream(each, each);
            writer.Append(Encoding.UTF8.GetBytes(each));
        }

        Assert.Equal(new[] { name, other }.Order(StringComparer.Ordinal), _store.ListGroups());
        Assert.Equal([name], _store.ListStreams(name));
        Assert.Equal([name], _store.Read(name, new LogQuery()).Select(logEvent => logEvent.Message));
        Assert.All(Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories), path => Assert.StartsWith(_folder.Path, Path.GetFullPath(path), StringComparison.Ordinal));
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Names_longer_than_file_names_may_be_are_kept_whole()
    {
        string[] names = [new string('g', 512), new string('g', 511) + "/", new string('/', 512)];
        foreach (var name in names)
        {
            using var writer = _store.OpenStream(name, name);
            writer.Append("x"u8);
        }

        var reopened = LogStore.Open(_folder.Path, _time);
        Assert.Equal(names.Order(StringComparer.Ordinal), reopened.ListGroups());
        Assert.All(names, name => Assert.Equal([name], reopened.ListStreams(name)));
    }

    [Fact]
    public void A_message_longer_than_an_event_may_be_becomes_several_and_no_character_is_cut()
    {
        var message = string.Concat(Enumerable.Repeat("aé✓😀", 60_000)) + "\n";
        Append(Stream, message);

        var events = _store.Read(Group, new LogQuery()).ToList();
        Assert.Equal(3, events.Count);
        Assert.Equal(message, string.Concat(events.Select(logEvent => logEvent.Message)));
        Assert.All(events, logEvent => Assert.InRange(Encoding.UTF8.GetByteCount(logEvent.Message), 1, 262_118));
    }

    [Fact]
    public void Pages_lead_through_a_stream_in_both_directions()
    {
        for (var i = 0; i < 10; i++)
        {
            Append(Stream, $"{i}");
        }

        var first = Page(null, forward: true, 4);
        var second = Page(first.Forward, forward: true, 4);
        var third = Page(second.Forward, forward: true, 4);
        Assert.Equal(("0123", "4567", "89"), (Text(first), Text(second), Text(third)));
        Assert.Equal("", Text(Page(third.Forward, forward: true, 4)));

        var last = Page(null, forward: false, 4);
        var before = Page(last.Backward, forward: false, 4);
        Assert.Equal(("6789", "2345"), (Text(last), Text(before)));
        Assert.Equal("01", Text(Page(before.Backward, forward: false, 4)));
        Assert.Equal("67", Text(Page(before.Forward, forward: true, 2)));

        Append(Stream, "A");
        Assert.Equal("A", Text(Page(last.Forward, forward: true, 4)));

        static string Text(LogPage page) => string.Concat(page.Events.Select(logEvent => logEvent.Message));
    }

    [Fact]
    public void A_time_range_takes_its_beginning_and_leaves_its_end()
    {
        for (var i = 0; i < 5; i++)
        {
            Append(Stream, $"{i}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var start = _time.Milliseconds - 5_000;
        var query = new LogQuery(From: start + 1_000, To: start + 3_000);
        Assert.Equal(["1", "2"], _store.Read(Group, query).Select(logEvent => logEvent.Message));
        Assert.Equal(["1", "2"], _store.ReadPage(Group, Stream, query, null, forward: true, 9)!.Events.Select(logEvent => logEvent.Message));
        Assert.Equal(["1", "2"], _store.ReadPage(Group, Stream, query, null, forward: false, 9)!.Events.Select(logEvent => logEvent.Message));
    }

    [Fact]
    public void Streams_of_a_group_are_merged_by_time()
    {
        for (var i = 0; i < 6; i++)
        {
            Append(i % 2 == 0 ? "even" : "odd", $"{i}");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], Messages(_store));
        Assert.Equal(["1", "3", "5"], _store.Read(Group, new LogQuery(StreamPrefix: "o")).Select(logEvent => logEvent.Message));
        Assert.Equal(["0", "2", "4"], _store.Read(Group, new LogQuery(Streams: new HashSet<string> { "even", "none" })).Select(logEvent => logEvent.Message));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_break_the_order_of_a_stream()
    {
        Append(Stream, "first");
        _time.Advance(TimeSpan.FromHours(-1));
        Append(Stream, "second");

        var times = _store.Read(Group, new LogQuery()).Select(logEvent => logEvent.Timestamp).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Concurrent_writers_of_one_stream_interleave_whole_events()
    {
        Parallel.For(0, 8, writerNumber =>
        {
            using var writer = _store.OpenStream(Group, Stream);
            for (var i = 0; i < 200; i++)
            {
                writer.Append(Encoding.UTF8.GetBytes($"{writerNumber}:{i}\n"));
            }
        });

        var messages = Messages(_store);
        Assert.Equal(1600, messages.Count);
        Assert.Equal(1600, messages.Distinct().Count());
    }

    [Fact]
    public void A_closed_writer_refuses_and_the_others_of_its_stream_go_on()
    {
        var first = _store.OpenStream(Group, Stream);
        using var second = _store.OpenStream(Group, Stream);
        first.Dispose();
        first.Dispose();

        Assert.Throws<ObjectDisposedException>(() => first.Append("x"u8));
        second.Append("still here"u8);
        Assert.Equal(["still here"], Messages(_store));
    }

    [Fact]
    public void A_stream_is_described_by_its_first_and_last_event()
    {
        Append(Stream, "a");
        _time.Advance(TimeSpan.FromSeconds(2));
        Append(Stream, "b");

        var summary = _store.Describe(Group, Stream)!;
        Assert.Equal((Stream, _time.Milliseconds - 2_000, _time.Milliseconds), (summary.Name, summary.FirstEvent, summary.LastEvent));
        Assert.Null(_store.Describe(Group, "no such stream"));
    }

    [Fact]
    public void Streams_that_come_and_go_and_grow_are_seen_by_whoever_reads_next()
    {
        Append("b", "1");
        Assert.Equal(["b"], _store.ListStreams(Group));
        Append("a", "2");
        Assert.Equal(["a", "b"], _store.ListStreams(Group));
        Assert.True(_store.CreateStream(Group, "c"));
        Assert.Equal(["a", "b", "c"], _store.ListStreams(Group));
        Assert.Equal(["2", "1"], Messages(_store));
        Assert.True(_store.DeleteStream(Group, "a"));
        Assert.Equal(["b", "c"], _store.ListStreams(Group));
        Append("b", "3");
        Assert.Equal(["1", "3"], Messages(_store));
        Assert.True(_store.DeleteGroup(Group));
        Assert.Empty(Messages(_store));
        Append("d", "4");
        Assert.Equal(["d"], _store.ListStreams(Group));
        Assert.Equal(["4"], Messages(_store));
    }

    [Fact]
    public void What_does_not_exist_is_empty_or_null()
    {
        Assert.Empty(_store.ListGroups());
        Assert.Null(_store.ListStreams(Group));
        Assert.Empty(_store.Read(Group, new LogQuery()));
        Assert.Null(_store.ReadPage(Group, Stream, new LogQuery(), null, forward: true, 1));
    }

    private void Append(string stream, string message)
    {
        using var writer = _store.OpenStream(Group, stream);
        writer.Append(Encoding.UTF8.GetBytes(message));
    }

    private LogPage Page(LogMark? position, bool forward, int limit) => _store.ReadPage(Group, Stream, new LogQuery(), position, forward, limit)!;

    private static List<string> Messages(LogStore store) => [.. store.Read(Group, new LogQuery()).Select(logEvent => logEvent.Message)];
}
