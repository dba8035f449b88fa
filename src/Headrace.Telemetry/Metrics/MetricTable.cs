using Headrace.Ledger;

namespace Headrace.Telemetry.Metrics;

/// <summary>The metrics' rows in the ledger: one per series, one per series and minute (or second, for what is put with high resolution).</summary>
internal sealed class MetricTable
{
    private readonly LedgerDatabase _ledger;
    private readonly string _bucket;
    private readonly long _milliseconds;

    /// <param name="bucket"><c>minute</c> or <c>second</c>.</param>
    public MetricTable(LedgerDatabase ledger, string bucket)
    {
        _ledger = ledger;
        _bucket = bucket;
        _milliseconds = bucket == "minute" ? 60_000 : 1_000;
        ledger.EnsureSchema($"""
            CREATE TABLE IF NOT EXISTS metric_series (
                id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, dimensions TEXT NOT NULL,
                UNIQUE (namespace, name, dimensions, unit));
            CREATE TABLE IF NOT EXISTS metric_{bucket}s (
                {bucket} INTEGER NOT NULL, series INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL,
                maximum REAL NOT NULL, histogram BLOB NOT NULL,
                PRIMARY KEY (series, {bucket})) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS metric_{bucket}s_by_{bucket} ON metric_{bucket}s ({bucket});
            """);
    }

    public long BucketOf(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() / _milliseconds;

    /// <summary>The first bucket that begins at or after an instant.</summary>
    public long FirstFrom(DateTimeOffset instant) => (instant.ToUnixTimeMilliseconds() + _milliseconds - 1) / _milliseconds;

    public DateTimeOffset StartOf(long bucket) => DateTimeOffset.FromUnixTimeMilliseconds(bucket * _milliseconds);

    public IReadOnlyList<MetricKey> ReadKeys(string metricNamespace) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT namespace, name, unit, dimensions FROM metric_series WHERE namespace = ?1").Bind(1, metricNamespace);
        return Keys(statement);
    });

    /// <summary>The series of one metric and dimension set: one per unit.</summary>
    public IReadOnlyList<MetricKey> ReadUnits(MetricKey key) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare(
            "SELECT namespace, name, unit, dimensions FROM metric_series WHERE namespace = ?1 AND name = ?2 AND dimensions = ?3 ORDER BY unit")
            .Bind(1, key.Namespace).Bind(2, key.Name).Bind(3, key.DimensionsText);
        return Keys(statement);
    });

    /// <summary>Metrics that have a value from a bucket on, each once whatever its units, in order, until <paramref name="take"/> has enough.</summary>
    public void ReadMetrics(string? metricNamespace, string? name, MetricKey? after, long from, Func<MetricKey, bool> take) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare($"""
            SELECT namespace, name, '', dimensions FROM metric_series s
            WHERE (?1 = '' OR namespace = ?1) AND (?2 = '' OR name = ?2) AND (namespace, name, dimensions) > (?3, ?4, ?5)
                AND EXISTS (SELECT 1 FROM metric_{_bucket}s m WHERE m.series = s.id AND m.{_bucket} >= ?6)
            GROUP BY namespace, name, dimensions ORDER BY namespace, name, dimensions
            """)
            .Bind(1, metricNamespace ?? "").Bind(2, name ?? "").Bind(3, after?.Namespace ?? "").Bind(4, after?.Name ?? "").Bind(5, after?.DimensionsText ?? "").Bind(6, from);
        while (statement.Step() && take(KeyIn(statement)))
        {
        }

        return true;
    });

    public IReadOnlyList<KeyValuePair<long, MetricAggregate>> Read(MetricKey key, long from, long to) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare($"""
            SELECT m.{_bucket}, m.count, m.sum, m.minimum, m.maximum, m.histogram FROM metric_{_bucket}s m JOIN metric_series s ON s.id = m.series
            WHERE s.namespace = ?1 AND s.name = ?2 AND s.dimensions = ?3 AND s.unit = ?4 AND m.{_bucket} >= ?5 AND m.{_bucket} < ?6
            """)
            .Bind(1, key.Namespace).Bind(2, key.Name).Bind(3, key.DimensionsText).Bind(4, key.Unit).Bind(5, from).Bind(6, to);
        var buckets = new List<KeyValuePair<long, MetricAggregate>>();
        while (statement.Step())
        {
            buckets.Add(KeyValuePair.Create(statement.Int64(0), Aggregate(statement, 1)));
        }

        return buckets;
    });

    public IReadOnlyList<(MetricKey Key, long RowId, MetricAggregate Aggregate)> ReadBucket(long bucket) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare($"""
            SELECT s.namespace, s.name, s.unit, s.dimensions, s.id, m.count, m.sum, m.minimum, m.maximum, m.histogram
            FROM metric_{_bucket}s m JOIN metric_series s ON s.id = m.series WHERE m.{_bucket} = ?1
            """).Bind(1, bucket);
        var rows = new List<(MetricKey, long, MetricAggregate)>();
        while (statement.Step())
        {
            rows.Add((KeyIn(statement), statement.Int64(4), Aggregate(statement, 5)));
        }

        return rows;
    });

    public Task WriteAsync(IReadOnlyList<(MetricSeries Series, IReadOnlyList<KeyValuePair<long, MetricAggregate>> Buckets)> dirty, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(transaction =>
        {
            foreach (var (series, buckets) in dirty)
            {
                var id = RowIdOf(transaction, series);
                foreach (var (bucket, aggregate) in buckets)
                {
                    Write(transaction, id, bucket, aggregate);
                }
            }

            return true;
        }, cancellationToken);

    public Task PruneAsync(long beforeBucket, CancellationToken cancellationToken) => _ledger.CommitAsync(transaction =>
    {
        using var statement = transaction.Prepare($"DELETE FROM metric_{_bucket}s WHERE {_bucket} < ?1").Bind(1, beforeBucket);
        return statement.Run();
    }, cancellationToken);

    private static long RowIdOf(LedgerTransaction transaction, MetricSeries series)
    {
        if (series.RowId == 0)
        {
            var key = series.Key;
            using var insert = transaction.Prepare("""
                INSERT INTO metric_series (namespace, name, unit, dimensions) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET unit = excluded.unit RETURNING id
                """).Bind(1, key.Namespace).Bind(2, key.Name).Bind(3, key.Unit).Bind(4, key.DimensionsText);
            insert.Step();
            var id = insert.Int64(0);
            while (insert.Step())
            {
            }

            transaction.OnCommitted(() => series.RowId = id);
            return id;
        }

        return series.RowId;
    }

    private void Write(LedgerTransaction transaction, long series, long bucket, MetricAggregate aggregate)
    {
        using var statement = transaction.Prepare($"INSERT OR REPLACE INTO metric_{_bucket}s VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .Bind(1, bucket).Bind(2, series).Bind(3, aggregate.SampleCount).Bind(4, aggregate.Sum).Bind(5, aggregate.Minimum).Bind(6, aggregate.Maximum)
            .Bind(7, aggregate.Histogram.ToBytes());
        statement.Run();
    }

    private static List<MetricKey> Keys(Statement statement)
    {
        var keys = new List<MetricKey>();
        while (statement.Step())
        {
            keys.Add(KeyIn(statement));
        }

        return keys;
    }

    private static MetricKey KeyIn(Statement statement) => MetricKey.FromLedger(statement.Text(0), statement.Text(1), statement.Text(2), statement.Text(3));

    private static MetricAggregate Aggregate(Statement statement, int column) => new(
        statement.Double(column), statement.Double(column + 1), statement.Double(column + 2), statement.Double(column + 3), MetricHistogram.FromBytes(statement.Blob(column + 4)));
}
