using System.Diagnostics;
using System.Text.Json;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Functions.Tests.Invocations;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

/// <summary>How environments end: in time, out of time, out of memory, by themselves.</summary>
public sealed class EnvironmentLifecycleTests : IAsyncLifetime
{
    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FunctionEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task An_invocation_writes_lambdas_lines_in_lambdas_order()
    {
        var function = _engine.DeployPython("print('loading')\ndef handler(event, context):\n    print('multi\\nline')\n    return context.aws_request_id\n");
        var id = (await _engine.CallAsync(function)).GetString();
        var second = (await _engine.CallAsync(function)).GetString();
        var log = _engine.LogOf(function);
        Assert.StartsWith("INIT_START Runtime Version: python:3", log[0], StringComparison.Ordinal);
        Assert.StartsWith("Headrace: python3.13 runs on ", log[1], StringComparison.Ordinal);
        Assert.Equal("loading\n", log[2]);
        Assert.Equal([$"START RequestId: {id} Version: $LATEST\n", "multi\n", "line\n", $"END RequestId: {id}\n"], log.Skip(3).Take(4));
        Assert.Matches($@"^REPORT RequestId: {id}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n$", log[7]);
        Assert.Equal($"START RequestId: {second} Version: $LATEST\n", log[8]);
        Assert.Matches($@"^REPORT RequestId: {second}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\t\n$", log[^1]);
        Assert.InRange(int.Parse(log[^1].Split("Max Memory Used: ")[1].Split(' ')[0], null), 5, 60);
    }

    [Fact]
    public async Task The_log_tail_is_the_end_of_this_invocations_log()
    {
        var function = _engine.DeployPython("def handler(event, context):\n    print('x' * event.get('n', 1))\n");
        Assert.Null((await _engine.InvokeAsync(function)).LogTail);
        var tail = System.Text.Encoding.UTF8.GetString((await _engine.InvokeAsync(function, tail: true)).LogTail!);
        Assert.StartsWith("START RequestId: ", tail, StringComparison.Ordinal);
        Assert.Contains("\nx\nEND RequestId: ", tail, StringComparison.Ordinal);
        Assert.EndsWith("\t\n", tail, StringComparison.Ordinal);
        Assert.Equal(4096, (await _engine.InvokeAsync(function, """{"n": 9000}""", tail: true)).LogTail!.Length);
    }

    [Fact]
    public async Task After_a_timeout_the_environment_keeps_its_tmp_and_gets_a_new_process()
    {
        var function = _engine.DeployPython(
            """
            import os, time
            number = 0
            def handler(event, context):
                global number
                if event["do"] == "set":
                    number = 42
                    open("/tmp/kept", "w").write("some-content")
                if event["do"] == "sleep":
                    time.sleep(60)
                return {"number": number, "content": open("/tmp/kept").read() if os.path.exists("/tmp/kept") else None}
            """) with
        { Timeout = TimeSpan.FromSeconds(1) };
        Assert.Equal(42, (await _engine.CallAsync(function, """{"do": "set"}""")).GetProperty("number").GetInt32());
        var result = await _engine.InvokeAsync(function, """{"do": "sleep"}""");
        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Matches(@"^\{""errorType"":""Sandbox\.Timedout"",""errorMessage"":""RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds""\}$", FunctionEngine.Text(result));
        var after = await _engine.CallAsync(function, """{"do": "look"}""");
        Assert.Equal(0, after.GetProperty("number").GetInt32());
        Assert.Equal("some-content", after.GetProperty("content").GetString());
        Assert.Single(_engine.Logs.ListStreams(function.LogGroup)!);
        Assert.Contains(_engine.LogOf(function), line => line.StartsWith("REPORT ", StringComparison.Ordinal) && line.Contains("\tDuration: 1000.00 ms\t", StringComparison.Ordinal) && line.EndsWith("\tStatus: timeout\n", StringComparison.Ordinal));
        Assert.Contains(_engine.LogOf(function), line => line.EndsWith(" Task timed out after 1.00 seconds\n\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import sys; sys.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("import sys; sys.exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "Runtime exited with error: signal: killed")]
    [InlineData("import os; os.abort()", "Runtime exited with error: signal: aborted")]
    public async Task A_process_that_ends_in_an_invocation_is_an_exit_error(string statement, string reason)
    {
        var function = _engine.DeployPython($"def handler(event, context):\n    print('last words', end='')\n    if event.get('die'):\n        {statement}\n    return 'fine'\n");
        Assert.Equal("fine", (await _engine.CallAsync(function)).GetString());
        var result = await _engine.InvokeAsync(function, """{"die": true}""");
        Assert.Equal("Unhandled", result.FunctionError);
        var error = JsonDocument.Parse(result.Payload).RootElement;
        Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
        Assert.EndsWith($" Error: {reason}", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal("fine", (await _engine.CallAsync(function)).GetString());
        Assert.Equal(2, _engine.Logs.ListStreams(function.LogGroup)!.Count);
        Assert.Contains(_engine.LogOf(function), line => line.EndsWith("\tStatus: error\tError Type: Runtime.ExitError\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_segmentation_fault_is_worded_as_aws_words_it()
    {
        var function = _engine.DeployPython("import ctypes\ndef handler(event, context):\n    ctypes.string_at(0)\n") with { Timeout = TimeSpan.FromSeconds(30) };
        var error = JsonDocument.Parse((await _engine.InvokeAsync(function)).Payload).RootElement;
        Assert.Equal("Sandbox.Timedout", error.GetProperty("errorType").GetString());
        Assert.EndsWith("Error: Task timed out after 30.00 seconds", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains(_engine.LogOf(function), line => line.Contains("signal: segmentation fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Memory_beyond_the_cap_kills_the_environment_and_the_next_gets_a_new_one()
    {
        var function = _engine.DeployPython(
            "import subprocess, sys, time\ndef handler(event, context):\n    if event.get('child'):\n        subprocess.run([sys.executable, '-c', 'x = bytearray(400_000_000); import time; time.sleep(60)'])\n" +
            "    if event.get('eat'):\n        x = bytearray(400_000_000)\n        time.sleep(60)\n    return 'fine'\n") with
        { MemorySize = 128 };
        Assert.Equal("fine", (await _engine.CallAsync(function)).GetString());
        foreach (var greedy in (string[])["""{"eat": true}""", """{"child": true}"""])
        {
            var error = JsonDocument.Parse((await _engine.InvokeAsync(function, greedy)).Payload).RootElement;
            Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
            Assert.EndsWith("Error: Runtime exited with error: signal: killed", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            Assert.Equal("fine", (await _engine.CallAsync(function)).GetString());
        }

        Assert.Contains(_engine.LogOf(function), line => line.Contains("\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_space_that_is_only_reserved_does_not_count()
    {
        var function = _engine.DeployPython("import mmap\nkept = mmap.mmap(-1, 8 << 30)\ndef handler(event, context):\n    return len(kept) >> 30\n") with { MemorySize = 128 };
        Assert.Equal(8, (await _engine.CallAsync(function)).GetInt32());
    }

    [Fact]
    public async Task An_initialisation_that_takes_too_long_is_tried_again_in_the_invocation()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { InitBudget = TimeSpan.FromMilliseconds(700) });
        var function = engine.DeployPython(
            "import os, time\nif not os.path.exists('/tmp/second'):\n    open('/tmp/second', 'w').close()\n    time.sleep(60)\ndef handler(event, context):\n    return 'at last'\n");
        Assert.Equal("at last", (await engine.CallAsync(function)).GetString());
        var log = engine.LogOf(function);
        Assert.Contains(log, line => line.StartsWith("INIT_REPORT Init Duration: ", StringComparison.Ordinal) && line.EndsWith("\tPhase: init\tStatus: timeout\n", StringComparison.Ordinal));
        Assert.DoesNotContain("\tInit Duration: ", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_initialisation_that_always_hangs_runs_into_the_functions_timeout()
    {
        await using var engine = await FunctionEngine.StartAsync(options => options with { InitBudget = TimeSpan.FromMilliseconds(300) });
        var function = engine.DeployPython("import time\ntime.sleep(60)\n") with { Timeout = TimeSpan.FromSeconds(1) };
        var error = JsonDocument.Parse((await engine.InvokeAsync(function)).Payload).RootElement;
        Assert.Equal("Sandbox.Timedout", error.GetProperty("errorType").GetString());
        Assert.Contains(engine.LogOf(function), line => line.StartsWith("INIT_REPORT ", StringComparison.Ordinal) && line.EndsWith("\tPhase: invoke\tStatus: timeout\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crash_loop_fails_every_invocation_and_harms_no_other_function()
    {
        var crashing = _engine.Deploy("provided.al2023", "x", ("bootstrap", "#!/bin/sh\nexit 7\n"));
        var healthy = _engine.DeployPython("def handler(event, context):\n    return 1\n");
        for (var round = 0; round < 5; round++)
        {
            var error = JsonDocument.Parse((await _engine.InvokeAsync(crashing)).Payload).RootElement;
            Assert.EndsWith("Error: Runtime exited with error: exit status 7", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            Assert.Equal(1, (await _engine.CallAsync(healthy)).GetInt32());
        }
    }

    [Fact]
    public async Task A_runtime_that_dies_while_idle_costs_no_invocation()
    {
        var function = _engine.DeployPython("import os\ndef handler(event, context):\n    return os.getpid()\n");
        await _engine.CallAsync(function);
        Assert.Single(_engine.Logs.ListStreams(function.LogGroup)!);
        foreach (var number in FunctionProcesses.Of(function.Id.Name))
        {
            using var process = Process.GetProcessById(number);
            process.Kill();
            await process.WaitForExitAsync();
        }

        await _engine.CallAsync(function);
        Assert.Equal(2, _engine.Logs.ListStreams(function.LogGroup)!.Count);
        Assert.DoesNotContain(_engine.LogOf(function), line => line.Contains("ExitError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retired_revision_gives_its_environments_back()
    {
        var first = _engine.DeployPython("def handler(event, context):\n    return 'first'\n");
        await _engine.CallAsync(first);
        var second = _engine.DeployPython("def handler(event, context):\n    return 'second'\n") with { Id = first.Id, LogGroup = first.LogGroup };
        _engine.Invoker.Retire(first);
        Assert.Equal("second", (await _engine.CallAsync(second)).GetString());

        // Late requests of the old snapshot still run, each in an environment that goes at once.
        Assert.Equal("first", (await _engine.CallAsync(first)).GetString());
        Assert.Equal("first", (await _engine.CallAsync(first)).GetString());
        Assert.Equal(4, _engine.Logs.ListStreams(first.LogGroup)!.Count);
    }

    [Fact]
    public async Task Provisioned_environments_are_initialised_before_the_first_invocation()
    {
        var function = _engine.DeployPython("import os\ndef handler(event, context):\n    return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']\n");
        _engine.Invoker.ApplyLimits(function, new ConcurrencyLimits(null, 2));
        while (_engine.Invoker.ProvisionedOf(function) is not { Available: 2 })
        {
            await Task.Yield();
        }

        Assert.Equal("provisioned-concurrency", (await _engine.CallAsync(function)).GetString());
        Assert.DoesNotContain(_engine.LogOf(function), line => line.Contains("\tInit Duration: ", StringComparison.Ordinal));
        Assert.Equal(2, _engine.Logs.ListStreams(function.LogGroup)!.Count);
        FunctionVersion broken = _engine.DeployPython("raise Exception('no')\n");
        _engine.Invoker.ApplyLimits(broken, new ConcurrencyLimits(null, 1));
        while (_engine.Invoker.ProvisionedOf(broken).FailureReason is null)
        {
            await Task.Yield();
        }

        Assert.Equal("FUNCTION_ERROR_INIT_FAILURE", _engine.Invoker.ProvisionedOf(broken).FailureReason);
    }
}
