using Headrace.Functions.Environments;
using Headrace.Functions.Registry;
using Headrace.Functions.Tests.Invocations;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

/// <summary>The same contract where bwrap is not installed, less the confinement.</summary>
public sealed class PlainProcessTests : IAsyncLifetime
{
    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FunctionEngine.StartAsync(options => options with { UseSandbox = false });

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Functions_run_in_their_own_folder_and_the_report_says_that_nothing_confines_them()
    {
        Assert.Equal(IsolationKind.Process, _engine.Invoker.Isolation.Kind);
        var function = _engine.DeployPython("import os\ndef handler(event, context):\n    return [os.getcwd(), os.environ['LAMBDA_TASK_ROOT'], [k for k in os.environ if 'DOTNET' in k]]\n");
        var answer = await _engine.CallAsync(function);
        Assert.Equal(function.CodeDirectory, answer[0].GetString());
        Assert.Equal(function.CodeDirectory, answer[1].GetString());
        Assert.Equal(0, answer[2].GetArrayLength());
        Assert.NotEqual(0, (await _engine.CallAsync(_engine.DeployNode("exports.handler = async () => process.pid;"))).GetInt32());
    }

    [Fact]
    public async Task A_timeout_ends_the_children_too()
    {
        var function = _engine.DeployPython("import subprocess\ndef handler(event, context):\n    subprocess.run(['sleep', '600'])\n") with { Timeout = TimeSpan.FromSeconds(1) };
        Assert.Contains("Sandbox.Timedout", FunctionEngine.Text(await _engine.InvokeAsync(function)), StringComparison.Ordinal);
        await NoneIsLeftAsync(function);
    }

    [Fact]
    public async Task Memory_is_capped_over_all_processes()
    {
        var function = _engine.DeployPython("import subprocess, sys, time\ndef handler(event, context):\n    subprocess.run([sys.executable, '-c', 'x = bytearray(400_000_000); import time; time.sleep(60)'])\n    time.sleep(60)\n") with { MemorySize = 128 };
        Assert.Contains("signal: killed", FunctionEngine.Text(await _engine.InvokeAsync(function)), StringComparison.Ordinal);
        await NoneIsLeftAsync(function);
    }

    [Fact]
    public async Task One_function_cannot_ask_for_anothers_events()
    {
        var victim = _engine.DeployPython("import os\ndef handler(event, context):\n    return os.environ['AWS_LAMBDA_RUNTIME_API']\n");
        var address = (await _engine.CallAsync(victim)).GetString();
        var thief = _engine.DeployPython("import http.client\ndef handler(event, context):\n    c = http.client.HTTPConnection(event, timeout=10)\n    try:\n        c.request('GET', '/2018-06-01/runtime/invocation/next')\n        return c.getresponse().status\n    except Exception as e:\n        return type(e).__name__\n");
        Assert.Contains((await _engine.CallAsync(thief, $"\"{address}\"")).GetString(), (string[])["RemoteDisconnected", "ConnectionResetError"]);
        Assert.Equal(address, (await _engine.CallAsync(victim)).GetString());
    }

    /// <summary>All are killed before the answer; the kernel takes its time to take down those that are not our children.</summary>
    private static async Task NoneIsLeftAsync(FunctionVersion function)
    {
        while (FunctionProcesses.Of(function.Id.Name).Count > 0)
        {
            await Task.Yield();
        }
    }
}
