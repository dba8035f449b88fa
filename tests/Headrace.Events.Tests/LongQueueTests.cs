using Xunit;

namespace Headrace.Events.Tests;

/// <summary>Runs alone, for it looks at the memory of the whole process.</summary>
[Collection(nameof(LongQueueTests))]
[CollectionDefinition(nameof(LongQueueTests), DisableParallelization = true)]
public sealed class LongQueueTests
{
    private const int Events = 1_000_000;
    private const int Functions = 300;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_million_queued_events_start_again_without_being_read_into_memory()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-events-").FullName;
        try
        {
            await FillAsync(folder);
            var functions = new FakeFunctions();
            functions.Handler = (_, _) => new TaskCompletionSource<AttemptOutcome>().Task;
            for (var n = 0; n < Functions; n++)
            {
                functions.Limits[Engine.Arn($"f{n}")] = 1;
            }

            var before = GC.GetTotalMemory(forceFullCollection: true);
            await using var engine = Engine.Open(folder, functions);
            engine.Start();
            var started = await functions.NextAsync(Functions);

            Assert.Equal(Functions, started.Select(invocation => invocation.FunctionArn).Distinct().Count());
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 32 * Megabyte);
            await engine.Dispatcher!.DisposeAsync();
            Assert.Equal(Events, engine.Waiting());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What an engine would have left behind, written in one go.</summary>
    private static async Task FillAsync(string folder)
    {
        await using var engine = Engine.Open(folder);
        var now = engine.Time.GetUtcNow().ToUnixTimeMilliseconds();
        engine.Ledger.EnsureSchema($$"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT {{Functions}})
            INSERT INTO event_function (id, arn) SELECT i + 1, '{{Engine.Arn("f")}}' || i FROM n;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT {{Events}})
            INSERT INTO event (sequence, function, due, queued_at, attempts, throttles, request_id, payload)
            SELECT i + 1, i % {{Functions}} + 1, {{now}}, {{now}}, 0, 0, 'request-' || i, zeroblob(200) FROM n;
            """);
    }
}
