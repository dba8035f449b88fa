using Headrace.Lab.Joining;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Joining;

public sealed class InvocationJoinTests
{
    private const string Trace = "1-581cf771-a006649127e371903a2de979";
    private const long T = 1_763_000_000_000;
    private static readonly Moment Start = new(T * 1000);

    [Fact]
    public void Items_find_their_invocations_by_request_trace_and_key()
    {
        var keys = new KeyFinder(["c.jpg", "d.jpg"]);
        var log = new InvocationLog("f", keys.Find);
        Invoke(log, "id-a", 10);
        Invoke(log, "id-b", 20, $"PHASES RequestId: id-b\tTrace: Root={Trace}\tInfer: 5.00 ms");
        Invoke(log, "id-c", 30, "preprocess in/c.jpg 10 B -> out/c.jpg");
        Invoke(log, "id-x", 40);
        var items = ItemTable.Of([Item("a.jpg") with { RequestId = "id-a" }, Item("b.jpg") with { Trace = Trace }, Item("c.jpg"), Item("d.jpg")]);

        var joined = InvocationJoin.Apply(items, log.Invocations, null);

        Assert.Equal(["id-a", "id-b", "id-c", ""], items.Select(item => item.RequestId));
        Assert.Equal([10.0, 20, 30, double.NaN], items.Select(item => item.Started.Since(Start)));
        Assert.Equal(5, items[1].Phases.Infer);
        Assert.Equal((3, "id-x"), (joined.Joined, Assert.Single(joined.Others).RequestId));
        Assert.Equal("1 of 4 items have no invocation in the log", Assert.Single(joined.Remarks));
    }

    [Fact]
    public void The_services_moments_are_shifted_to_the_clients_clock()
    {
        var log = new InvocationLog();
        Invoke(log, "id", 5000 + 10, "PHASES RequestId: id\tEvent: 2025-11-13T02:13:25.004Z");
        var items = ItemTable.Of([Item("a") with { RequestId = "id", Sent = Start, Uploaded = Start.Plus(8) }]);

        var joined = InvocationJoin.Apply(items, log.Invocations, null);

        Assert.InRange(joined.Clock!.Milliseconds, 4996, 5005);
        Assert.InRange(joined.Clock.Error, 4, 5);
        Assert.InRange(items[0].Started.Since(Start), 5, 15);
        Assert.Equal(6, items[0].QueueAge, 6);
    }

    [Fact]
    public void A_clock_that_was_measured_is_taken_as_it_is()
    {
        var log = new InvocationLog();
        Invoke(log, "id", 5000);
        var items = ItemTable.Of([Item("a") with { RequestId = "id", Sent = Start, Uploaded = Start.Plus(8) }]);

        Assert.Equal(4990, InvocationJoin.Apply(items, log.Invocations, new ClockOffset(4990, 1, 3)).Clock!.Milliseconds);
        Assert.Equal(10, items[0].Started.Since(Start));
    }

    [Fact]
    public void Queue_age_is_of_the_first_attempt_and_the_outcome_of_the_last()
    {
        var log = new InvocationLog();
        Invoke(log, "id", 100, "[ERROR] Broken: once");
        Invoke(log, "id", 60_000);
        var items = ItemTable.Of([Item("a") with { RequestId = "id", EventTime = Start, Status = ItemStatus.Lost }]);

        var joined = InvocationJoin.Apply(items, log.Invocations, null);

        Assert.Equal((100.0, 60_000.0), (items[0].QueueAge, items[0].Started.Since(Start)));
        Assert.Contains("1 items were tried more than once", Assert.Single(joined.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_invocation_fails_the_item_that_its_client_thought_accepted()
    {
        var log = new InvocationLog();
        Invoke(log, "id", 100, "[ERROR] Broken: for good");
        var items = ItemTable.Of([Item("a") with { RequestId = "id" }]);

        InvocationJoin.Apply(items, log.Invocations, null);

        Assert.Equal((ItemStatus.Failed, "Broken: for good"), (items[0].Status, items[0].Error));
    }

    [Fact]
    public void The_log_alone_gives_an_item_an_invocation()
    {
        var log = new InvocationLog("f");
        Invoke(log, "id", 100);

        var item = InvocationJoin.ItemOf(log.Invocations[0], log.Invocations[0]);

        Assert.Equal(("id", "f", "s", 5.0, false), (item.Id, item.Function, item.Environment, item.Response, item.Cold));
    }

    private static Item Item(string id) => new() { Id = id };

    private static void Invoke(InvocationLog log, string id, long at, params string[] lines)
    {
        log.Add(new LogEvent("s", T + at, $"START RequestId: {id} Version: 1"));
        foreach (var line in lines)
        {
            log.Add(new LogEvent("s", T + at + 1, line));
        }

        log.Add(new LogEvent("s", T + at + 5, $"END RequestId: {id}"));
        log.Add(new LogEvent("s", T + at + 5, $"REPORT RequestId: {id}\tDuration: 4.50 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\n"));
    }
}
