using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Telemetry.Logs;

namespace Headrace.Telemetry.Tests.Logs;

/// <summary>Batches with times of their own, what retention lets go, and reading from the middle of a long stream.</summary>
public sealed class PutAndRetainTests : IDisposable
{
    private const string Group = "group";
    private const string Stream = "stream";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = ManualTime.At("2026-01-02T03:04:05Z");
    private readonly LogStore _store;

    public PutAndRetainTests()
    {
        _store = LogStore.Open(_folder.Path, _time);
        _store.CreateGroup(Group, new Dictionary<string, string>());
        _store.CreateStream(Group, Stream);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Batches_in_any_order_are_read_in_order_of_time() => Prop.ForAll<NonEmptyArray<NonEmptyArray<byte>>>(batches =>
    {
        var stream = Guid.NewGuid().ToString();
        _store.CreateStream(Group, stream);
        var expected = new List<(long Time, string Message)>();
        var number = 0;
        foreach (var times in batches.Get)
        {
            var batch = times.Get.Order().Select(time => ((long)time + 1, $"{number++}")).ToList();
            expected.AddRange(batch);
            _store.Put(Group, stream, [.. batch.Select(message => new LogMessage(message.Item1, Encoding.UTF8.GetBytes(message.Item2)))]);
        }

        var read = _store.Read(Group, new LogQuery(Streams: new HashSet<string> { stream })).Select(logEvent => (logEvent.Timestamp, logEvent.Message));
        return expected.OrderBy(message => message.Time).SequenceEqual(read); // OrderBy is stable: what was put first comes first
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_function_and_a_client_may_write_one_stream()
    {
        using var writer = _store.OpenStream(Group, Stream);
        writer.Append("first"u8);
        _time.Advance(TimeSpan.FromSeconds(2));
        writer.Append("third"u8);
        Put((_time.Milliseconds - 1_000, "second"));
        writer.Append("fourth"u8);

        Assert.Equal(["first", "second", "third", "fourth"], Messages(_store));
        Assert.Equal(["first", "second", "third", "fourth"], Messages(LogStore.Open(_folder.Path, _time)));
    }

    [Fact]
    public void A_walk_goes_on_where_it_was_when_its_stream_is_written_anew()
    {
        Put([.. Enumerable.Range(0, 5_000).Select(i => (1_000L + (10 * i), $"{i:00000000000000000000}"))]);
        using var events = _store.Read(Group, new LogQuery()).GetEnumerator();
        var seen = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            events.MoveNext();
            seen.Add(events.Current.Message);
        }

        Put((1L, "before all"), (1_000L + (10 * 4_000) + 5, "behind 4,000"));
        while (events.MoveNext())
        {
            seen.Add(events.Current.Message);
        }

        Assert.Equal(5_001, seen.Count);
        Assert.Equal("behind 4,000", seen[4_001]);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"{i:00000000000000000000}"), seen.Where(message => message[0] == '0'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_range_of_a_long_stream_is_found_without_reading_the_rest(bool withoutIndex)
    {
        FillLongStream();
        var index = Directory.GetFiles(_folder.Path, ".index-*", SearchOption.AllDirectories).Single();
        if (withoutIndex)
        {
            File.Delete(index);
        }

        var page = _store.ReadPage(Group, Stream, new LogQuery(From: 1_500_000, To: 1_500_003), null, forward: true, 10)!;
        var backward = _store.ReadPage(Group, Stream, new LogQuery(From: 1_500_000, To: 1_500_003), null, forward: false, 10)!;

        Assert.Equal([1_500_000, 1_500_001, 1_500_002], page.Events.Select(logEvent => logEvent.Timestamp));
        Assert.Equal(page.Events, backward.Events);
    }

    [Fact]
    public void Events_longer_than_a_chunk_are_read_from_anywhere()
    {
        Put([.. Enumerable.Range(1, 5).Select(i => (1_000L * i, new string((char)('0' + i), 100_000 * i)))]);

        var first = _store.ReadPage(Group, Stream, new LogQuery(), null, forward: true, 2)!;
        var second = _store.ReadPage(Group, Stream, new LogQuery(), first.Forward, forward: true, 2)!;
        var before = _store.ReadPage(Group, Stream, new LogQuery(), second.Backward, forward: false, 5)!;
        var last = second.Events[^1];

        Assert.Equal(["1", "2", "3", "4"], first.Events.Concat(second.Events).Select(logEvent => logEvent.Message[..1]));
        Assert.Equal(first.Events, before.Events);
        Assert.Equal("5", _store.Read(Group, new LogQuery(), new LogCursor(last.Timestamp, Stream, last.End)).Single().Message[..1]);
        Assert.Equal("5", _store.ReadPage(Group, Stream, new LogQuery(From: 5_000), null, forward: true, 2)!.Events.Single().Message[..1]);
    }

    [Fact]
    public void The_index_leads_next_to_every_time()
    {
        FillLongStream();
        var path = Directory.GetFiles(_folder.Path, Stream, SearchOption.AllDirectories).Single();
        var file = new LogFile(path, Stream);
        var longest = 0L;
        for (var time = 1_000_000L; time < 2_000_000; time += 9_973)
        {
            longest = Math.Max(longest, file.Seek(time) - (LogIndex.Before(path, time)?.Position ?? 0));
        }

        Assert.InRange(longest, 1, 2 * LogIndex.Interval);
        Assert.True(new FileInfo(path).Length > 20 * longest);
    }

    [Fact]
    public void An_index_that_lies_is_not_believed()
    {
        FillLongStream();
        var index = Directory.GetFiles(_folder.Path, ".index-*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(index);
        for (var i = 8; i < bytes.Length; i += 16)
        {
            bytes[i] += 3; // every position is wrong
        }

        File.WriteAllBytes(index, bytes);

        var page = _store.ReadPage(Group, Stream, new LogQuery(From: 1_500_000), null, forward: true, 1)!;
        Assert.Equal(1_500_000, page.Events.Single().Timestamp);
        Put((3_000_000, "the next writer mends it"));
        Assert.NotEqual(bytes, File.ReadAllBytes(index));
        Assert.Equal(1_500_000, _store.ReadPage(Group, Stream, new LogQuery(From: 1_500_000), null, forward: true, 1)!.Events.Single().Timestamp);
    }

    [Fact]
    public void What_retention_lets_go_is_gone_at_once_and_its_space_at_the_next_sweep()
    {
        var day = _time.Milliseconds;
        Put((day, new string('a', 100_000)), (day + 1, "also old"));
        _store.ChangeGroup(Group, group => group with { RetentionInDays = 1 });
        _time.Advance(TimeSpan.FromDays(2));
        Put((_time.Milliseconds, "new"));
        var length = Length();

        Assert.Equal(["new"], Messages(_store));
        Assert.Equal(["new"], _store.ReadPage(Group, Stream, new LogQuery(), null, forward: true, 10)!.Events.Select(logEvent => logEvent.Message));
        Assert.Equal(["new"], _store.ReadPage(Group, Stream, new LogQuery(), null, forward: false, 10)!.Events.Select(logEvent => logEvent.Message));

        Assert.Equal(1, _store.Sweep(10, CancellationToken.None));
        Assert.Equal(0, _store.Sweep(10, CancellationToken.None));
        Assert.True(Length() < length / 100);
        Assert.Equal(["new"], Messages(_store));

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, _store.Sweep(10, CancellationToken.None));
        Assert.Empty(Messages(_store));
        Assert.Equal([Stream], _store.ListStreams(Group));
        Put((_time.Milliseconds, "again"));
        Assert.Equal(["again"], Messages(_store));

        long Length() => new FileInfo(Directory.GetFiles(_folder.Path, Stream, SearchOption.AllDirectories).Single()).Length;
    }

    [Fact]
    public void A_sweep_does_not_lose_what_a_function_is_writing()
    {
        using var writer = _store.OpenStream(Group, Stream);
        writer.Append("old"u8);
        _store.ChangeGroup(Group, group => group with { RetentionInDays = 1 });
        _time.Advance(TimeSpan.FromDays(2));
        _store.Sweep(10, CancellationToken.None);
        writer.Append("new"u8);

        Assert.Equal(["new"], Messages(_store));
    }

    [Fact]
    public void Groups_keep_what_was_set_over_a_restart()
    {
        _store.ChangeGroup(Group, group => group with { RetentionInDays = 7, Tags = group.Tags.Add("site", "north") });
        _store.CreateGroup(new string('g', 512), new Dictionary<string, string> { ["a"] = "b" });

        var reopened = LogStore.Open(_folder.Path, _time);

        Assert.Equal((7, "north", _store.FindGroup(Group)!.CreationTime), (reopened.FindGroup(Group)!.RetentionInDays, reopened.FindGroup(Group)!.Tags["site"], reopened.FindGroup(Group)!.CreationTime));
        Assert.Equal("b", reopened.FindGroup(new string('g', 512))!.Tags["a"]);
        Assert.Equal([Stream], reopened.ListStreams(Group));
        Assert.Equal(_time.Milliseconds, reopened.Describe(Group, Stream)!.CreationTime);
    }

    [Fact]
    public async Task Groups_may_be_deleted_while_functions_write_to_them()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            using var writer = _store.OpenStream(Group, "busy");
            var count = 0;
            while (!stop.IsCancellationRequested)
            {
                writer.Append(Encoding.UTF8.GetBytes($"{count++}"));
            }

            writer.Append("last"u8);
            return count;
        });
        for (var i = 0; i < 200; i++)
        {
            _store.DeleteGroup(Group);
        }

        await stop.CancelAsync();
        await writing;

        Assert.Equal("last", Messages(_store)[^1]);
        Assert.DoesNotContain(Directory.GetDirectories(_folder.Path), folder => Path.GetFileName(folder).StartsWith(".deleted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_deletion_that_a_crash_cut_short_is_ended_at_the_next_start()
    {
        Directory.Move(Path.Combine(_folder.Path, Group), Path.Combine(_folder.Path, ".deleted-x"));

        var reopened = LogStore.Open(_folder.Path, _time);

        Assert.Empty(reopened.ListGroups());
        Assert.Empty(Directory.GetDirectories(_folder.Path));
    }

    private void FillLongStream()
    {
        for (var time = 1_000_000; time < 2_000_000; time += 10_000)
        {
            Put([.. Enumerable.Range(time, 10_000).Select(i => ((long)i, $"{i}"))]);
        }
    }

    private void Put(params (long Time, string Message)[] batch) =>
        Assert.True(_store.Put(Group, Stream, [.. batch.Select(message => new LogMessage(message.Time, Encoding.UTF8.GetBytes(message.Message)))]));

    private static List<string> Messages(LogStore store) => [.. store.Read(Group, new LogQuery()).Select(logEvent => logEvent.Message)];
}
