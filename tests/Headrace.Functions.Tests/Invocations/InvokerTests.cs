using Headrace.Functions.Invocations;
using Headrace.Telemetry.Metrics;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

/// <summary>Admission, reuse, the memory budget and the metrics.</summary>
public sealed class InvokerTests
{
    /// <summary>Says that it runs by making a file in its /tmp's stead: its log. Waits until the test lets it go on.</summary>
    private const string Gate = "import os, time\ndef handler(event, context):\n    print('entered')\n    while event.get('wait') and not os.path.exists('/var/task/go'):\n        time.sleep(0.005)\n    return context.log_stream_name\n";

    [Fact]
    public async Task Environments_are_reused_newest_first_and_started_side_by_side()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython(Gate);
        var running = Enumerable.Range(0, 3).Select(_ => engine.CallAsync(function, """{"wait": true}""")).ToArray();
        await EnteredAsync(engine, function, 3);
        await File.WriteAllTextAsync(Path.Combine(function.CodeDirectory, "go"), "");
        var streams = (await Task.WhenAll(running)).Select(answer => answer.GetString()!).ToHashSet();
        Assert.Equal(3, streams.Count);
        var first = (await engine.CallAsync(function)).GetString()!;
        Assert.Contains(first, streams);
        for (var call = 0; call < 5; call++)
        {
            Assert.Equal(first, (await engine.CallAsync(function)).GetString());
        }
    }

    [Fact]
    public async Task Reserved_concurrency_throttles_by_its_own_reason()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython(Gate);
        var limits = new ConcurrencyLimits(1, 0);
        Assert.Equal(1, engine.Invoker.RoomFor(function, limits));
        var running = engine.InvokeAsync(function, """{"wait": true}""", limits);
        await EnteredAsync(engine, function, 1);
        Assert.Equal(0, engine.Invoker.RoomFor(function, limits));
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => engine.InvokeAsync(function, limits: limits));
        Assert.Equal("ReservedFunctionConcurrentInvocationLimitExceeded", throttled.Reason);
        Assert.Equal("Rate Exceeded.", throttled.Message);
        await File.WriteAllTextAsync(Path.Combine(function.CodeDirectory, "go"), "");
        Assert.Null((await running).FunctionError);
        Assert.Null((await engine.InvokeAsync(function, limits: limits)).FunctionError);
        await Assert.ThrowsAsync<ThrottledException>(() => engine.InvokeAsync(function, limits: new ConcurrencyLimits(0, 0)));
        Assert.Equal(2, Sum(engine, "Throttles", function.Id.Name));
        Assert.Equal(2, Sum(engine, "Invocations", function.Id.Name));
    }

    [Fact]
    public async Task Functions_without_a_reservation_share_what_is_left_of_the_account()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { AccountConcurrency = 2 });
        var reserved = engine.DeployPython(Gate);
        var other = engine.DeployPython(Gate);
        await engine.InvokeAsync(reserved, limits: new ConcurrencyLimits(1, 0));
        var running = engine.InvokeAsync(other, """{"wait": true}""");
        await EnteredAsync(engine, other, 1);
        Assert.Equal("ConcurrentInvocationLimitExceeded", (await Assert.ThrowsAsync<ThrottledException>(() => engine.InvokeAsync(other))).Reason);
        Assert.Null((await engine.InvokeAsync(reserved, limits: new ConcurrencyLimits(1, 0))).FunctionError);
        await File.WriteAllTextAsync(Path.Combine(other.CodeDirectory, "go"), "");
        await running;
    }

    [Fact]
    public async Task The_memory_budget_evicts_the_least_recently_used_idle_environment()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { UnmeasuredShare = 1, MemoryBudget = 2L * 256 * 1024 * 1024 });
        var functions = Enumerable.Range(0, 3).Select(_ => engine.DeployPython(Gate)).ToArray();
        foreach (var function in functions)
        {
            await engine.CallAsync(function);
        }

        // The first had to go for the third; the second is still warm.
        await engine.CallAsync(functions[1]);
        Assert.Single(engine.Logs.ListStreams(functions[1].LogGroup)!);
        await engine.CallAsync(functions[0]);
        Assert.Equal(2, engine.Logs.ListStreams(functions[0].LogGroup)!.Count);
    }

    [Fact]
    public async Task Who_finds_no_memory_waits_for_an_environment()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { UnmeasuredShare = 1, MemoryBudget = 256L * 1024 * 1024 });
        var busy = engine.DeployPython(Gate);
        var waiting = engine.DeployPython(Gate);
        var running = engine.CallAsync(busy, """{"wait": true}""");
        await EnteredAsync(engine, busy, 1);
        Assert.Equal(0, engine.Invoker.RoomFor(waiting, new ConcurrencyLimits(null, 0)));
        var second = engine.CallAsync(waiting);
        var third = engine.CallAsync(busy);
        await File.WriteAllTextAsync(Path.Combine(busy.CodeDirectory, "go"), "");
        await Task.WhenAll(running, second, third);
    }

    [Fact]
    public async Task Too_many_waiting_are_throttled_and_so_is_who_waits_too_long()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { UnmeasuredShare = 1, MemoryBudget = 256L * 1024 * 1024, MostWaiting = 1, LongestWait = TimeSpan.FromMilliseconds(1500) });
        var busy = engine.DeployPython(Gate);
        var other = engine.DeployPython(Gate);
        var running = engine.CallAsync(busy, """{"wait": true}""");
        await EnteredAsync(engine, busy, 1);
        var waiting = engine.InvokeAsync(other);
        await Assert.ThrowsAsync<ThrottledException>(() => engine.InvokeAsync(other));
        await Assert.ThrowsAsync<ThrottledException>(() => waiting);
        await File.WriteAllTextAsync(Path.Combine(busy.CodeDirectory, "go"), "");
        await running;
        Assert.Null((await engine.InvokeAsync(other)).FunctionError);
    }

    [Fact]
    public async Task Provisioned_environments_count_what_they_take_and_what_spills_over()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython(Gate);
        var limits = new ConcurrencyLimits(null, 2);
        engine.Invoker.ApplyLimits(function, limits);
        while (engine.Invoker.ProvisionedOf(function).Available < 2)
        {
            await Task.Yield();
        }

        var running = new List<Task>();
        for (var count = 1; count <= 3; count++)
        {
            running.Add(engine.InvokeAsync(function, """{"wait": true}""", limits));
            await EnteredAsync(engine, function, count);
        }

        await File.WriteAllTextAsync(Path.Combine(function.CodeDirectory, "go"), "");
        await Task.WhenAll(running);
        var (executions, utilization) = (Total(engine, "ProvisionedConcurrentExecutions", function.Id.Name), Total(engine, "ProvisionedConcurrencyUtilization", function.Id.Name));
        Assert.Equal((1, 2), (executions.Minimum, executions.Maximum));
        Assert.Equal((0.5, 1), (utilization.Minimum, utilization.Maximum));
        Assert.Equal(2, Sum(engine, "ProvisionedConcurrencyInvocations", function.Id.Name));
        Assert.Equal(1, Sum(engine, "ProvisionedConcurrencySpilloverInvocations", function.Id.Name));
    }

    [Fact]
    public async Task A_function_larger_than_the_budget_runs_alone()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { UnmeasuredShare = 1, MemoryBudget = 1 });
        await engine.CallAsync(engine.DeployPython(Gate));
        await engine.CallAsync(engine.DeployPython(Gate));
    }

    [Fact]
    public async Task Measured_environments_reserve_what_they_need_and_not_all_they_may()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { MemoryBudget = 1024L * 1024 * 1024 });
        var large = Enumerable.Range(0, 6).Select(_ => engine.DeployPython(Gate) with { MemorySize = 2048 }).ToArray();
        foreach (var function in large)
        {
            await engine.CallAsync(function);
        }

        foreach (var function in large)
        {
            await engine.CallAsync(function);
            Assert.Single(engine.Logs.ListStreams(function.LogGroup)!);
        }
    }

    [Fact]
    public async Task Counting_by_alias_keeps_the_executed_version_apart()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython(Gate) with { Version = "3" };
        var request = new InvocationRequest(function, new ConcurrencyLimits(null, 0), $"{function.Id.Arn}:live", Guid.NewGuid().ToString(), "{}"u8.ToArray());
        await engine.Invoker.InvokeAsync(request, CancellationToken.None);
        var sets = engine.Metrics.List("AWS/Lambda", "Invocations").Select(key => string.Join(',', key.Dimensions.Select(dimension => $"{dimension.Key}={dimension.Value}"))).ToHashSet();
        var name = function.Id.Name;
        Assert.Superset(new HashSet<string> { "", $"FunctionName={name}", $"FunctionName={name},Resource={name}:live" }, sets);
        Assert.Contains(engine.Metrics.List("AWS/Lambda", "Invocations", KeyValuePair.Create("ExecutedVersion", "3")), key => key.Dimensions.Count == 3);
    }

    [Fact]
    public async Task Idle_environments_are_given_back()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython(Gate);
        await engine.CallAsync(function);
        var environments = Path.Combine(engine.Folder, "run", "live", "environments");
        Assert.Single(Directory.GetDirectories(environments));
        engine.Invoker.Retire(function);
        while (Directory.GetDirectories(environments).Length > 0)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_leaves_no_trace()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { UnmeasuredShare = 1, MemoryBudget = 256L * 1024 * 1024 });
        var busy = engine.DeployPython(Gate);
        var other = engine.DeployPython(Gate);
        var running = engine.CallAsync(busy, """{"wait": true}""");
        await EnteredAsync(engine, busy, 1);
        using var gone = new CancellationTokenSource();
        var waiting = engine.Invoker.InvokeAsync(new InvocationRequest(other, new ConcurrencyLimits(null, 0), other.Arn, Guid.NewGuid().ToString(), "{}"u8.ToArray()), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await File.WriteAllTextAsync(Path.Combine(busy.CodeDirectory, "go"), "");
        await running;
        await engine.CallAsync(other);
    }

    [Fact]
    public async Task Many_cold_starts_at_once_all_answer()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var functions = Enumerable.Range(0, 24).Select(_ => engine.Deploy("provided.al2023", "x", ("bootstrap", "#!/bin/sh\nexit 3\n"))).ToList();
        var good = Enumerable.Range(0, 8).Select(_ => engine.DeployPython(Gate)).ToList();
        var failing = functions.Select(function => engine.InvokeAsync(function)).ToList();
        await Task.WhenAll(good.Select(function => engine.CallAsync(function)));
        Assert.All(await Task.WhenAll(failing), result => Assert.Equal("Unhandled", result.FunctionError));
    }

    [Fact]
    public async Task Errors_and_durations_are_counted_by_function()
    {
        await using var engine = await FunctionEngine.StartAsync();
        var function = engine.DeployPython("def handler(event, context):\n    assert not event.get('bad')\n");
        await engine.CallAsync(function);
        await engine.InvokeAsync(function, """{"bad": true}""");
        Assert.Equal(2, Sum(engine, "Invocations", function.Id.Name));
        Assert.Equal(1, Sum(engine, "Errors", function.Id.Name));
        Assert.Equal(2, Total(engine, "Duration", function.Id.Name).SampleCount);
        Assert.Equal(1, Total(engine, "ConcurrentExecutions", function.Id.Name).Maximum);
    }

    /// <summary>Waits until so many invocations are inside the handler.</summary>
    private static async Task EnteredAsync(FunctionEngine engine, Headrace.Functions.Registry.FunctionVersion function, int count)
    {
        while (engine.LogOf(function).Count(line => line == "entered\n") < count)
        {
            await Task.Yield();
        }
    }

    private static double Sum(FunctionEngine engine, string name, string function) => Total(engine, name, function).Sum;

    private static MetricAggregate Total(FunctionEngine engine, string name, string function)
    {
        var key = engine.Metrics.List("AWS/Lambda", name, KeyValuePair.Create("FunctionName", function)).Single(key => key.Dimensions.Count == 1);
        return engine.Metrics.Total(key, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddDays(-2));
    }
}
