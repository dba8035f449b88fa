using Headrace.Events.Dispatch;
using Xunit;

namespace Headrace.Events.Tests.Dispatch;

public sealed class RetryTests
{
    [Fact]
    public async Task A_failed_event_is_tried_again_after_one_and_two_minutes_under_the_same_request_id()
    {
        await using var engine = Engine.Started(new FakeFunctions { Handler = (_, _) => Task.FromResult(FakeFunctions.Failure) });
        var start = engine.Time.GetUtcNow();
        var requestId = await engine.EnqueueAsync("one");
        await engine.Functions.NextAsync();

        var second = await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));
        await engine.Functions.NextAsync();
        var third = await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));
        await engine.Functions.NextAsync();
        await engine.StopAsync();

        Assert.Equal(TimeSpan.FromMinutes(1), second - start);
        Assert.Equal(TimeSpan.FromMinutes(3), third - start);
        Assert.All(engine.Functions.Seen, invocation => Assert.Equal(requestId, invocation.RequestId));
        Assert.Equal(3, engine.Functions.Seen.Count);
        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("AsyncEventsDropped", "one"));
        Assert.Equal(240_000, engine.Metric("AsyncEventAge", "one"));
    }

    [Fact]
    public async Task A_time_scale_shortens_the_waits()
    {
        await using var engine = Engine.Open(functions: new FakeFunctions { Handler = (_, _) => Task.FromResult(FakeFunctions.Failure) });
        engine.Start(new DispatchOptions(TimeScale: 0.01));
        var start = engine.Time.GetUtcNow();
        await engine.EnqueueAsync("one");
        await engine.Functions.NextAsync();

        Assert.Equal(TimeSpan.FromSeconds(0.6), await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(1)) - start);
    }

    [Fact]
    public async Task Throttled_events_back_off_from_one_second_doubling_to_five_minutes_and_that_counts_as_no_attempt()
    {
        await using var engine = Engine.Started(new FakeFunctions { Handler = (_, _) => Task.FromResult(FakeFunctions.Throttle) });
        var last = engine.Time.GetUtcNow();
        await engine.EnqueueAsync("one");
        var waits = new List<double>();
        for (var n = 0; n < 11; n++)
        {
            await engine.Functions.NextAsync();
            var next = await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(300));
            waits.Add((next - last).TotalSeconds);
            last = next;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], waits);
        Assert.Equal(1, engine.Waiting());
    }

    [Fact]
    public async Task A_port_that_throws_counts_as_a_fault_of_the_system()
    {
        var functions = new FakeFunctions { Handler = (_, _) => throw new InvalidOperationException("no sandbox today") };
        await using var engine = Engine.Started(functions);
        var requestId = await engine.EnqueueAsync("one");
        await functions.NextAsync();
        await engine.Time.UntilArmedAsync(TimeSpan.FromMilliseconds(300));

        functions.Handler = (_, _) => Task.FromResult(FakeFunctions.Success);
        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(300));
        Assert.Equal(requestId, (await functions.NextAsync()).RequestId);
        await engine.StopAsync();
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task The_count_of_attempts_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-events-").FullName;
        try
        {
            var time = new ManualTime();
            string requestId;
            await using (var first = Engine.Open(folder, new FakeFunctions { Handler = (_, _) => Task.FromResult(FakeFunctions.Failure) }, time: time))
            {
                first.Start();
                requestId = await first.EnqueueAsync("one");
                await first.Functions.NextAsync();
                await first.Time.UntilArmedAsync(TimeSpan.FromSeconds(1));
                await first.StopAsync();
            }

            await using var engine = Engine.Open(folder, new FakeFunctions { Handler = (_, _) => Task.FromResult(FakeFunctions.Failure) }, time: time);
            engine.Start();
            var start = time.GetUtcNow();
            Assert.Equal(TimeSpan.FromMinutes(1), await time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1)) - start);
            Assert.Equal(requestId, (await engine.Functions.NextAsync()).RequestId);
            Assert.Equal(TimeSpan.FromMinutes(3), await time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1)) - start);
            Assert.Equal(requestId, (await engine.Functions.NextAsync()).RequestId);
            await engine.StopAsync();
            Assert.Equal(0, engine.Waiting());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_event_whose_function_has_been_deleted_is_dropped_and_counted()
    {
        await using var engine = Engine.Open();
        engine.Functions.Policies[Engine.Arn("gone")] = null;
        await engine.EnqueueAsync("gone");
        await engine.EnqueueAsync("other");
        engine.Start();

        Assert.Equal(Engine.Arn("other"), (await engine.Functions.NextAsync()).FunctionArn);
        await engine.StopAsync();

        Assert.Single(engine.Functions.Seen);
        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("AsyncEventsDropped", "gone"));
    }

    [Fact]
    public async Task A_function_that_causes_its_own_events_is_stopped_after_16_rounds()
    {
        await using var engine = Engine.Started();
        engine.Functions.Policies[Engine.Arn("loop")] = FakeFunctions.DefaultPolicy with { OnFailure = Engine.Arn("failures") };
        await engine.EnqueueAsync("loop");
        for (var round = 1; round <= 16; round++)
        {
            // What the function's SDK does: it sends the trace it was given with the request that causes the next event.
            var trace = (await engine.Functions.NextAsync()).TraceId;
            await engine.Queue.EnqueueAsync(new QueuedEvent(Engine.Arn("loop"), $"round-{round}", "{}"u8.ToArray(), trace), CancellationToken.None);
        }

        Assert.Equal(Engine.Arn("failures"), (await engine.Functions.NextAsync()).FunctionArn);
        await engine.StopAsync();
        Assert.Equal(16, engine.Functions.Seen.Count(invocation => invocation.FunctionArn == Engine.Arn("loop")));
        Assert.Equal(1, engine.Metric("RecursiveInvocationsDropped", "loop"));
        Assert.Equal(0, engine.Waiting());
    }

    [Fact]
    public async Task An_event_that_waits_without_room_beyond_its_maximum_age_is_dropped()
    {
        var functions = new FakeFunctions();
        functions.Limits[Engine.Arn("busy")] = 0;
        functions.Policies[Engine.Arn("busy")] = FakeFunctions.DefaultPolicy with { MaximumEventAge = TimeSpan.FromMinutes(1), OnFailure = Engine.Arn("failures") };
        await using var engine = Engine.Started(functions);
        await engine.EnqueueAsync("busy");
        await engine.Time.UntilArmedAsync(TimeSpan.FromMilliseconds(1));

        engine.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Engine.Arn("failures"), (await functions.NextAsync()).FunctionArn);
        await engine.StopAsync();
        Assert.Equal(0, engine.Waiting());
        Assert.Equal(1, engine.Metric("AsyncEventsDropped", "busy"));
    }

    [Fact]
    public async Task Requested_faults_deliver_twice_and_late_with_the_same_request_id()
    {
        await using var engine = Engine.Started(faults: new DeliveryFaults(DuplicatePercent: 100, ReorderPercent: 50, Seed: 7));
        var ids = new List<string>();
        for (var n = 0; n < 40; n++)
        {
            ids.Add(await engine.EnqueueAsync("one"));
        }

        await engine.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(5));
        var seen = (await engine.Functions.NextAsync(80)).Select(invocation => invocation.RequestId).ToArray();

        Assert.All(seen.CountBy(id => id), count => Assert.Equal(2, count.Value));
        Assert.Equal(ids.Order(), seen.Distinct().Order());
        Assert.NotEqual(ids, seen.Distinct());
    }
}
