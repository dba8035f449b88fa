using System.Collections.Concurrent;
using Headrace.Ledger;
using Headrace.Wire.Events;

namespace Headrace.Events;

/// <summary>The durable asynchronous queue in front of the functions: a table of the ledger, read function by function in order of due time.</summary>
/// <remarks>
/// A row leaves only when its invocation has ended or its destination has it (<see cref="Dispatch.Retirements"/>). Nothing here grows with the
/// queue's length: the functions that have events are found through <c>event_function</c>, their next events through the index.
/// </remarks>
public sealed class EventQueue
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS event_function (
            id INTEGER PRIMARY KEY,
            arn TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS event (
            sequence INTEGER PRIMARY KEY,
            function INTEGER NOT NULL,
            due INTEGER NOT NULL,
            queued_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            throttles INTEGER NOT NULL,
            request_id TEXT NOT NULL,
            trace_id TEXT,
            client_context TEXT,
            payload BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS event_by_due ON event (function, due, sequence);
        """;

    private readonly LedgerDatabase _ledger;
    private readonly TimeProvider _time;
    private readonly DeliveryFaults _faults;
    private readonly ConcurrentDictionary<string, long> _functionIds = new(StringComparer.Ordinal);

    // Of the ledger's writer thread.
    private readonly Random _random;
    private long _lastSequence;

    private EventQueue(LedgerDatabase ledger, TimeProvider time, DeliveryFaults faults)
    {
        _ledger = ledger;
        _time = time;
        _faults = faults;
        _random = faults.Seed is { } seed ? new Random(seed) : new Random();
    }

    /// <summary>Hears of each event, on the ledger's writer thread, once it is on disk.</summary>
    internal Action<WaitingEvent>? Arrived { get; set; }

    /// <param name="faults">Null for none.</param>
    public static EventQueue Open(LedgerDatabase ledger, TimeProvider time, DeliveryFaults? faults = null)
    {
        ledger.EnsureSchema(Schema);
        var queue = new EventQueue(ledger, time, faults ?? DeliveryFaults.None);
        ledger.Read(connection =>
        {
            using var last = connection.Prepare("SELECT max(sequence) FROM event");
            queue._lastSequence = last.Step() ? last.Int64OrNull(0) ?? 0 : 0;
            using var functions = connection.Prepare("SELECT id, arn FROM event_function");
            while (functions.Step())
            {
                queue._functionIds[functions.Text(1)] = functions.Int64(0);
            }

            return true;
        });
        return queue;
    }

    /// <summary>Adds an event to the transaction that causes it; the dispatcher hears of it when that commits.</summary>
    public void Enqueue(LedgerTransaction transaction, QueuedEvent queued)
    {
        // One pass more on the trace: a function that causes its own events is found out by it.
        queued = queued with { TraceId = TraceLineage.Extend(queued.TraceId, queued.FunctionArn, _time.GetUtcNow()) };
        Insert(transaction, queued);
        if (_faults.IsDuplicated(_random))
        {
            Insert(transaction, queued);
        }
    }

    /// <summary>Adds an event in a transaction of its own (Invoke with InvocationType=Event); returns once it is on disk.</summary>
    public Task EnqueueAsync(QueuedEvent queued, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(
            transaction =>
            {
                Enqueue(transaction, queued);
                return true;
            },
            cancellationToken);

    /// <summary>Every function that has had events, by the queue's own id. Their number is that of functions, not of events.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> Functions() => [.. _functionIds];

    /// <summary>Reads the next events of a function that are due, oldest first.</summary>
    /// <param name="isTaken">Sequences to pass over: already in the dispatcher's hands.</param>
    /// <param name="most">At most so many events…</param>
    /// <param name="mostBytes">…or so many bytes of payload, but at least one event.</param>
    internal EventPage ReadPage(long functionId, string functionArn, Func<long, bool> isTaken, int most, int mostBytes) =>
        _ledger.Read(connection =>
        {
            var now = Now();
            var events = new List<WaitingEvent>();
            var bytes = 0;
            using var index = connection.Prepare("SELECT sequence, due FROM event WHERE function = ?1 ORDER BY due, sequence");
            index.Bind(1, functionId);
            while (index.Step())
            {
                var (sequence, due) = (index.Int64(0), index.Int64(1));
                if (isTaken(sequence))
                {
                    continue;
                }

                if (due > now)
                {
                    return new EventPage(events, HasMore: false, NextDue: due);
                }

                if (events.Count == most || bytes >= mostBytes)
                {
                    return new EventPage(events, HasMore: true, NextDue: null);
                }

                var row = ReadRow(connection, sequence, functionId, functionArn);
                bytes += row.Event.Payload.Length;
                events.Add(row);
            }

            return new EventPage(events, HasMore: false, NextDue: null);
        });

    internal static void Delete(LedgerTransaction transaction, long sequence)
    {
        using var delete = transaction.Prepare("DELETE FROM event WHERE sequence = ?1");
        delete.Bind(1, sequence).Run();
    }

    internal static void Postpone(LedgerTransaction transaction, long sequence, long due, int attempts, int throttles)
    {
        using var update = transaction.Prepare("UPDATE event SET due = ?2, attempts = ?3, throttles = ?4 WHERE sequence = ?1");
        update.Bind(1, sequence).Bind(2, due).Bind(3, attempts).Bind(4, throttles).Run();
    }

    private static WaitingEvent ReadRow(LedgerConnection connection, long sequence, long functionId, string functionArn)
    {
        using var row = connection.Prepare("""
            SELECT due, queued_at, attempts, throttles, request_id, trace_id, client_context, payload FROM event WHERE sequence = ?1
            """);
        row.Bind(1, sequence).Step();
        var queued = new QueuedEvent(functionArn, row.Text(4), row.Blob(7).ToArray(), row.TextOrNull(5), row.TextOrNull(6));
        return new WaitingEvent(sequence, functionId, queued, row.Int64(1), row.Int64(0), (int)row.Int64(2), (int)row.Int64(3));
    }

    private void Insert(LedgerTransaction transaction, QueuedEvent queued)
    {
        // Own numbers, never used twice while the engine runs: SQLite would give the number of a row that has just been deleted again.
        var now = Now();
        var waiting = new WaitingEvent(
            ++_lastSequence, FunctionId(transaction, queued.FunctionArn), queued, now, now + (long)_faults.Delay(_random).TotalMilliseconds, Attempts: 0, Throttles: 0);
        using var insert = transaction.Prepare("""
            INSERT INTO event (sequence, function, due, queued_at, attempts, throttles, request_id, trace_id, client_context, payload)
            VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, ?7, ?8)
            """);
        insert.Bind(1, waiting.Sequence).Bind(2, waiting.FunctionId).Bind(3, waiting.Due).Bind(4, now)
            .Bind(5, queued.RequestId).Bind(6, queued.TraceId).Bind(7, queued.ClientContext).Bind(8, queued.Payload.Span).Run();
        transaction.OnCommitted(() => Arrived?.Invoke(waiting));
    }

    private long FunctionId(LedgerTransaction transaction, string arn)
    {
        if (_functionIds.TryGetValue(arn, out var known))
        {
            return known;
        }

        using var insert = transaction.Prepare("INSERT OR IGNORE INTO event_function (arn) VALUES (?1)");
        insert.Bind(1, arn).Run();
        using var select = transaction.Prepare("SELECT id FROM event_function WHERE arn = ?1");
        select.Bind(1, arn).Step();
        var id = select.Int64(0);
        transaction.OnCommitted(() => _functionIds[arn] = id);
        return id;
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
