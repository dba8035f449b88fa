using Headrace.Ledger;

namespace Headrace.Telemetry.Metrics;

/// <summary>The metrics' rows in the ledger: one per series, one per series and minute.</summary>
internal sealed class MetricTable
{
    private readonly LedgerDatabase _ledger;

    public MetricTable(LedgerDatabase ledger)
    {
        _ledger = ledger;
        ledger.EnsureSchema("""
            CREATE TABLE IF NOT EXISTS metric_series (
                id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, dimensions TEXT NOT NULL,
                UNIQUE (namespace, name, dimensions, unit));
            CREATE TABLE IF NOT EXISTS metric_minutes (
                minute INTEGER NOT NULL, series INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL,
                maximum REAL NOT NULL, histogram BLOB NOT NULL,
                PRIMARY KEY (series, minute)) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS metric_minutes_by_minute ON metric_minutes (minute);
            """);
    }

    public IReadOnlyList<MetricKey> ReadKeys(string metricNamespace) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT namespace, name, unit, dimensions FROM metric_series WHERE namespace = ?1").Bind(1, metricNamespace);
        var keys = new List<MetricKey>();
        while (statement.Step())
        {
            keys.Add(MetricKey.FromLedger(statement.Text(0), statement.Text(1), statement.Text(2), statement.Text(3)));
        }

        return keys;
    });

    public IReadOnlyList<KeyValuePair<long, MetricAggregate>> Read(MetricKey key, long from, long to) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare("""
            SELECT m.minute, m.count, m.sum, m.minimum, m.maximum, m.histogram FROM metric_minutes m JOIN metric_series s ON s.id = m.series
            WHERE s.namespace = ?1 AND s.name = ?2 AND s.dimensions = ?3 AND s.unit = ?4 AND m.minute >= ?5 AND m.minute < ?6
            """)
            .Bind(1, key.Namespace).Bind(2, key.Name).Bind(3, key.DimensionsText).Bind(4, key.Unit).Bind(5, from).Bind(6, to);
        var minutes = new List<KeyValuePair<long, MetricAggregate>>();
        while (statement.Step())
        {
            minutes.Add(KeyValuePair.Create(statement.Int64(0), Aggregate(statement, 1)));
        }

        return minutes;
    });

    public IReadOnlyList<(MetricKey Key, long RowId, MetricAggregate Aggregate)> ReadMinute(long minute) => _ledger.Read(connection =>
    {
        using var statement = connection.Prepare("""
            SELECT s.namespace, s.name, s.unit, s.dimensions, s.id, m.count, m.sum, m.minimum, m.maximum, m.histogram
            FROM metric_minutes m JOIN metric_series s ON s.id = m.series WHERE m.minute = ?1
            """).Bind(1, minute);
        var rows = new List<(MetricKey, long, MetricAggregate)>();
        while (statement.Step())
        {
            rows.Add((MetricKey.FromLedger(statement.Text(0), statement.Text(1), statement.Text(2), statement.Text(3)), statement.Int64(4), Aggregate(statement, 5)));
        }

        return rows;
    });

    public Task WriteAsync(IReadOnlyList<(MetricSeries Series, IReadOnlyList<KeyValuePair<long, MetricAggregate>> Minutes)> dirty, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(transaction =>
        {
            foreach (var (series, minutes) in dirty)
            {
                var id = RowIdOf(transaction, series);
                foreach (var (minute, aggregate) in minutes)
                {
                    Write(transaction, id, minute, aggregate);
                }
            }

            return true;
        }, cancellationToken);

    public Task PruneAsync(long beforeMinute, CancellationToken cancellationToken) => _ledger.CommitAsync(transaction =>
    {
        using var statement = transaction.Prepare("DELETE FROM metric_minutes WHERE minute < ?1").Bind(1, beforeMinute);
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

    private static void Write(LedgerTransaction transaction, long series, long minute, MetricAggregate aggregate)
    {
        using var statement = transaction.Prepare("INSERT OR REPLACE INTO metric_minutes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .Bind(1, minute).Bind(2, series).Bind(3, aggregate.SampleCount).Bind(4, aggregate.Sum).Bind(5, aggregate.Minimum).Bind(6, aggregate.Maximum)
            .Bind(7, aggregate.Histogram.ToBytes());
        statement.Run();
    }

    private static MetricAggregate Aggregate(Statement statement, int column) => new(
        statement.Int64(column), statement.Double(column + 1), statement.Double(column + 2), statement.Double(column + 3), MetricHistogram.FromBytes(statement.Blob(column + 4)));
}
