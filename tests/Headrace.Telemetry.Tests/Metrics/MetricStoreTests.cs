using Headrace.Ledger;
using Headrace.Telemetry.Metrics;

namespace Headrace.Telemetry.Tests.Metrics;

public sealed class MetricStoreTests : IAsyncLifetime
{
    private static readonly KeyValuePair<string, string> Preprocess = KeyValuePair.Create("FunctionName", "preprocess");
    private static readonly MetricKey Duration = new("AWS/Lambda", "Duration", "Milliseconds", Preprocess);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = ManualTime.At("2026-01-02T03:04:05Z");
    private LedgerDatabase _ledger = null!;
    private MetricStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _ledger = LedgerDatabase.Open(Path.Combine(_folder.Path, "ledger.db"));
        _store = MetricStore.Open(_ledger, _time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _ledger.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Statistics_of_a_minute()
    {
        Record(4, 1, 7);

        var minute = Assert.Single(Query());
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:00Z", null), minute.Key);
        Assert.Equal((3, 12, 1, 7, 4), (minute.Value.SampleCount, minute.Value.Sum, minute.Value.Minimum, minute.Value.Maximum, minute.Value.Average));
    }

    [Fact]
    public void Minutes_add_up_to_the_period_asked_for()
    {
        Record(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        Record(2);
        _time.Advance(TimeSpan.FromMinutes(5));
        Record(4);

        Assert.Equal(
            [("03:00", 1.0), ("03:05", 2.0), ("03:10", 4.0)],
            Query(TimeSpan.FromMinutes(5)).Select(period => (period.Key.ToString("HH:mm", null), period.Value.Sum)));
        Assert.Equal(7, _store.Total(Duration, DateTimeOffset.UnixEpoch, _time.GetUtcNow().AddMinutes(1)).Sum);
    }

    [Fact]
    public async Task A_new_store_goes_on_where_the_last_one_ended()
    {
        Record(1, 2);
        await ReopenAsync();
        Record(4);
        Assert.Equal((3, 7, 1, 4), Statistics());

        _time.Advance(TimeSpan.FromMinutes(2));
        await ReopenAsync();
        Assert.Equal((3, 7, 1, 4), Statistics());

        (double, double, double, double) Statistics()
        {
            var minute = Assert.Single(Query()).Value;
            return (minute.SampleCount, minute.Sum, minute.Minimum, minute.Maximum);
        }
    }

    [Fact]
    public async Task What_was_flushed_is_there_though_the_store_was_never_closed()
    {
        Record(1, 2);
        await _store.FlushAsync(CancellationToken.None);
        Record(4);
        await _store.FlushAsync(CancellationToken.None);

        await using var other = MetricStore.Open(_ledger, _time);
        Assert.Equal(7, other.Total(Duration, DateTimeOffset.UnixEpoch, _time.GetUtcNow().AddMinutes(1)).Sum);
    }

    [Fact]
    public async Task Flushing_again_and_again_counts_nothing_twice()
    {
        for (var i = 0; i < 5; i++)
        {
            Record(1);
            await _store.FlushAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(40));
        }

        Assert.Equal(5, Query().Sum(minute => minute.Value.Sum));
    }

    [Fact]
    public async Task Minutes_older_than_fifteen_days_are_dropped()
    {
        Record(1);
        await _store.FlushAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(15.1));
        Record(2);
        await ReopenAsync();

        Assert.Equal([2.0], Query().Select(minute => minute.Value.Sum));
    }

    [Fact]
    public async Task Series_are_told_apart_by_name_unit_and_dimensions_whose_order_does_not_matter()
    {
        var resource = KeyValuePair.Create("Resource", "preprocess:live");
        _store.Series("AWS/Lambda", "Duration", "Milliseconds", Preprocess, resource).Record(1);
        _store.Series("AWS/Lambda", "Duration", "Milliseconds", resource, Preprocess).Record(2);
        _store.Series("AWS/Lambda", "Duration", "Milliseconds", Preprocess).Record(4);
        _store.Series("AWS/Lambda", "Invocations", "Count", Preprocess).Record(1);
        _store.Series("Other", "Duration", "Milliseconds", Preprocess).Record(1);
        await ReopenAsync();
        _store.Series("AWS/Lambda", "Errors", "Count", Preprocess).Record(1);

        Assert.Equal(["Duration", "Duration", "Errors", "Invocations"], _store.List("AWS/Lambda").Select(key => key.Name));
        Assert.Equal(
            [3.0, 4.0],
            _store.List("AWS/Lambda", "Duration").Select(key => _store.Total(key, DateTimeOffset.UnixEpoch, _time.GetUtcNow().AddMinutes(1)).Sum));
        Assert.Single(_store.List("AWS/Lambda", "Duration", resource));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Record(value));
        Record(1);
        Assert.Equal(1, Query().Single().Value.Sum);
    }

    [Fact]
    public void Nothing_is_lost_between_threads()
    {
        var series = _store.Series("AWS/Lambda", "Duration", "Milliseconds", Preprocess);
        Parallel.For(0, 40_000, _ => series.Record(1));

        Assert.Equal(40_000, Query().Single().Value.Sum);
    }

    private void Record(params double[] values)
    {
        var series = _store.Series("AWS/Lambda", "Duration", "Milliseconds", Preprocess);
        foreach (var value in values)
        {
            series.Record(value);
        }
    }

    private IReadOnlyList<KeyValuePair<DateTimeOffset, MetricAggregate>> Query(TimeSpan? period = null) =>
        _store.Query(Duration, DateTimeOffset.UnixEpoch, _time.GetUtcNow().AddMinutes(1), period ?? TimeSpan.FromMinutes(1));

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        await _ledger.DisposeAsync();
        await InitializeAsync();
    }
}
