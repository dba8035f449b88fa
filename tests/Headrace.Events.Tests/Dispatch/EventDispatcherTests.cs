using System.Text;
using Headrace.Events.Dispatch;
using Xunit;

namespace Headrace.Events.Tests.Dispatch;

public sealed class EventDispatcherTests
{
    [Fact]
    public async Task An_event_runs_its_function_once_and_leaves_the_queue()
    {
        await using var engine = Engine.Started();
        var requestId = await engine.EnqueueAsync("one", "{\"n\":1}");

        var invocation = await engine.Functions.NextAsync();
        await engine.StopAsync();

        Assert.Equal(Engine.Arn("one"), invocation.FunctionArn);
        Assert.Equal(requestId, invocation.RequestId);
        Assert.Equal("{\"n\":1}", Encoding.UTF8.GetString(invocation.Payload.Span));
        Assert.Single(engine.Functions.Seen);
        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("AsyncEventsReceived", "one"));
        Assert.Equal(1, engine.Metric("AsyncEventsReceived"));
        Assert.Equal(0, engine.Metric("AsyncEventAge", "one"));
    }

    [Fact]
    public async Task An_event_stays_on_disk_while_its_function_runs()
    {
        var functions = new FakeFunctions();
        var release = new TaskCompletionSource<AttemptOutcome>();
        functions.Handler = (_, _) => release.Task;
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("one");
        await functions.NextAsync();

        Assert.Equal(1, engine.Waiting());
        release.SetResult(FakeFunctions.Success);
        await engine.StopAsync();
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task Every_event_of_a_flood_over_many_functions_runs_exactly_once_and_within_its_room()
    {
        var functions = new FakeFunctions();
        for (var function = 0; function < 7; function++)
        {
            functions.Limits[Engine.Arn($"f{function}")] = 3;
        }

        functions.Handler = async (_, _) =>
        {
            await Task.Yield();
            return FakeFunctions.Success;
        };
        await using var engine = Engine.Started(functions);
        var large = "\"" + new string('x', 20_000) + "\"";

        var ids = await Task.WhenAll(Enumerable.Range(0, 4000).Select(n => engine.EnqueueAsync($"f{n % 7}", n % 50 == 0 ? large : "{}")));
        await functions.NextAsync(4000);
        await engine.StopAsync();

        Assert.Equal(ids.Order(), functions.Seen.Select(invocation => invocation.RequestId).Order());
        Assert.True(functions.MostAtOnce <= 21, $"{functions.MostAtOnce} at once");
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task No_more_events_are_under_way_than_the_dispatcher_may_have()
    {
        await using var engine = Engine.Open();
        engine.Functions.Handler = async (_, _) =>
        {
            await Task.Yield();
            return FakeFunctions.Success;
        };
        for (var n = 0; n < 100; n++)
        {
            await engine.EnqueueAsync($"f{n % 10}");
        }

        engine.Start(new DispatchOptions(MaximumConcurrency: 5));
        await engine.Functions.NextAsync(100);
        await engine.StopAsync();

        Assert.InRange(engine.Functions.MostAtOnce, 1, 5);
    }

    [Fact]
    public async Task Functions_that_share_room_take_turns_in_short_runs()
    {
        await using var engine = Engine.Open(functions: new FakeFunctions { TotalLimit = 1 });
        foreach (var function in new[] { "a", "b", "c" })
        {
            for (var n = 0; n < 100; n++)
            {
                await engine.EnqueueAsync(function);
            }
        }

        engine.Start();
        var order = (await engine.Functions.NextAsync(300)).Select(invocation => invocation.FunctionArn).ToArray();

        // Between two turns of one function, each of the others has at most the rest of a former run (16) and a run of its own (17).
        foreach (var function in new[] { "a", "b", "c" })
        {
            var turns = order.Index().Where(started => started.Item == Engine.Arn(function)).Select(started => started.Index).Prepend(-1).ToArray();
            Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, (2 * (16 + 17)) + 1));
        }
    }

    [Fact]
    public async Task A_flooded_function_without_room_does_not_hold_up_another()
    {
        var functions = new FakeFunctions();
        var release = new TaskCompletionSource<AttemptOutcome>();
        functions.Limits[Engine.Arn("flooded")] = 1;
        functions.Handler = (invocation, _) => invocation.FunctionArn == Engine.Arn("flooded") ? release.Task : Task.FromResult(FakeFunctions.Success);
        await using var engine = Engine.Started(functions);
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => engine.EnqueueAsync("flooded")));
        await functions.NextAsync();

        var requestId = await engine.EnqueueAsync("other");

        Assert.Equal(requestId, (await functions.NextAsync()).RequestId);
        functions.Limits[Engine.Arn("flooded")] = 100;
        release.SetResult(FakeFunctions.Success);
        await functions.NextAsync(1999);
        await engine.StopAsync();
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task Events_of_one_function_start_in_the_order_they_came()
    {
        var functions = new FakeFunctions();
        functions.Limits[Engine.Arn("one")] = 1;
        await using var engine = Engine.Started(functions);
        var ids = new List<string>();
        for (var n = 0; n < 300; n++)
        {
            ids.Add(await engine.EnqueueAsync("one"));
        }

        Assert.Equal(ids, (await functions.NextAsync(300)).Select(invocation => invocation.RequestId));
    }

    [Fact]
    public async Task Room_that_somebody_else_frees_is_noticed()
    {
        var functions = new FakeFunctions();
        functions.Limits[Engine.Arn("one")] = 0;
        await using var engine = Engine.Started(functions);
        var requestId = await engine.EnqueueAsync("one");
        await engine.Time.UntilArmedAsync(TimeSpan.FromMilliseconds(1));

        functions.Limits[Engine.Arn("one")] = 1;
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal(requestId, (await functions.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Stopping_waits_for_what_runs_and_starts_nothing_more()
    {
        var functions = new FakeFunctions();
        var release = new TaskCompletionSource<AttemptOutcome>();
        functions.Limits[Engine.Arn("one")] = 1;
        functions.Handler = (_, _) => release.Task;
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("one");
        await engine.EnqueueAsync("one");
        await functions.NextAsync();

        var stopped = engine.StopAsync();
        Assert.False(stopped.IsCompleted);
        release.SetResult(FakeFunctions.Success);
        await stopped;

        Assert.True(functions.HasStartedNothingMore);
        Assert.Equal(1, engine.Waiting());
    }

    [Fact]
    public async Task Stopping_gives_up_what_runs_too_long_and_keeps_its_event()
    {
        var functions = new FakeFunctions { Handler = (_, _) => new TaskCompletionSource<AttemptOutcome>().Task };
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("one");
        await functions.NextAsync();

        var stopped = engine.Dispatcher!.StopAsync(TimeSpan.FromSeconds(5));
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(5));
        await stopped;

        Assert.Equal(1, engine.Waiting());
    }

    [Fact]
    public async Task Whatever_was_not_done_when_the_engine_died_comes_again_under_its_request_id()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-events-").FullName;
        try
        {
            var functions = new FakeFunctions();
            var done = 0;
            functions.Limits[Engine.Arn("one")] = 8;
            functions.Handler = (_, _) => Interlocked.Increment(ref done) <= 50 ? Task.FromResult(FakeFunctions.Success) : new TaskCompletionSource<AttemptOutcome>().Task;
            var dying = Engine.Open(folder, functions);
            dying.Start();
            var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => dying.EnqueueAsync("one")));
            await functions.NextAsync(58);
            var before = functions.Seen.Select(invocation => invocation.RequestId).ToHashSet();

            // The process is gone: nothing is stopped, only the file is closed.
            await dying.Store.DisposeAsync();
            await dying.Metrics.DisposeAsync();
            await dying.Ledger.DisposeAsync();

            await using var engine = Engine.Open(folder);
            var left = (int)engine.Waiting();
            Assert.InRange(left, 150, 200);
            engine.Start();
            var after = (await engine.Functions.NextAsync(left)).Select(invocation => invocation.RequestId).ToArray();
            await engine.StopAsync();

            Assert.Equal(after.Length, after.Distinct().Count());
            Assert.Equal(ids.Order(), before.Union(after).Order());
            Assert.Equal(0, engine.Waiting());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
