using System.Text.Json;
using Headrace.Functions.Environments;
using Headrace.Functions.Tests.Invocations;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

/// <summary>What one function can see and do of the machine and of others.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private const string Evaluate = "import os, sys, json, socket, http.client, subprocess, resource, glob\ndef handler(event, context):\n    try:\n        return eval(event['expression'])\n    except Exception as e:\n        return f'{type(e).__name__}: {e}'\n";

    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await FunctionEngine.StartAsync();
        Assert.SkipUnless(_engine.Invoker.Isolation.Kind != IsolationKind.Process, $"No confinement here: {string.Join(' ', _engine.Invoker.Isolation.Remarks)}");
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Code_is_read_only_and_the_working_directory()
    {
        var function = _engine.DeployPython(Evaluate);
        Assert.Equal("/var/task", (await EvaluateAsync(function, "os.getcwd()")).GetString());
        Assert.StartsWith("OSError: [Errno 30] Read-only file system", (await EvaluateAsync(function, "open('/var/task/x', 'w')")).GetString(), StringComparison.Ordinal);
        Assert.StartsWith("OSError: [Errno 30] Read-only file system", (await EvaluateAsync(function, "open('/usr/x', 'w')")).GetString(), StringComparison.Ordinal);
        Assert.Contains("Error", (await EvaluateAsync(function, "open('/x', 'w')")).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_engine_or_of_other_functions_is_to_be_seen()
    {
        var victim = _engine.DeployPython("SECRET = 'in memory'\n" + Evaluate);
        await EvaluateAsync(victim, "open('/tmp/secret', 'w').write('x')");
        var function = _engine.DeployPython(Evaluate);
        Assert.Equal(0, (await EvaluateAsync(function, "len(os.listdir('/tmp'))")).GetInt32());
        Assert.StartsWith("FileNotFoundError", (await EvaluateAsync(function, $"os.listdir('{_engine.Folder}')")).GetString(), StringComparison.Ordinal);
        Assert.StartsWith("FileNotFoundError", (await EvaluateAsync(function, "os.listdir('/root')")).GetString(), StringComparison.Ordinal);

        // Its own processes and bwrap's are all there is.
        var environments = await EvaluateAsync(function, "[p for p in os.listdir('/proc') if p.isdigit()]");
        Assert.InRange(environments.GetArrayLength(), 1, 3);
        Assert.Equal(JsonValueKind.False, (await EvaluateAsync(function, "any('HEADRACE' in k or 'DOTNET' in k for k in os.environ)")).ValueKind);
        Assert.Equal("[0, 1, 2]", (await EvaluateAsync(function, "json.dumps([int(f) for f in os.listdir('/proc/self/fd') if not os.path.exists('/proc/self/fd/' + f) or 'socket' not in os.readlink('/proc/self/fd/' + f)][:3])")).GetString());
    }

    [Fact]
    public async Task One_function_cannot_ask_for_anothers_events()
    {
        var victim = _engine.DeployPython(Evaluate);
        var address = (await EvaluateAsync(victim, "os.environ['AWS_LAMBDA_RUNTIME_API']")).GetString();
        var thief = _engine.DeployPython(Evaluate);
        var ask = $"(lambda c: (c.request('GET', '/2018-06-01/runtime/invocation/next'), c.getresponse().status))(http.client.HTTPConnection('{address}', timeout=10))";
        var answer = (await EvaluateAsync(thief, ask)).GetString();
        Assert.True(answer!.StartsWith("RemoteDisconnected", StringComparison.Ordinal) || answer.StartsWith("ConnectionResetError", StringComparison.Ordinal), answer);

        // Nor can anybody else on the machine.
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{address}/2018-06-01/runtime/invocation/next")));
        Assert.Equal(2, (await EvaluateAsync(victim, "1 + 1")).GetInt32());
    }

    [Fact]
    public async Task A_child_process_of_the_function_may_speak_to_its_runtime_api()
    {
        var function = _engine.DeployPython(Evaluate);
        var answer = await EvaluateAsync(
            function, "subprocess.run([sys.executable, '-c', 'import http.client, os; c = http.client.HTTPConnection(os.environ[\"AWS_LAMBDA_RUNTIME_API\"]); c.request(\"GET\", \"/nothing\"); print(c.getresponse().status)'], capture_output=True, text=True).stdout");
        Assert.Equal("404\n", answer.GetString());
    }

    [Fact]
    public async Task Tmp_is_as_large_as_asked_for_and_no_larger()
    {
        Assert.SkipUnless(_engine.Invoker.Isolation.CanMount, "Only root can mount a size-limited /tmp.");
        var function = _engine.DeployPython(Evaluate) with { EphemeralStorage = 512, MemorySize = 512 };
        Assert.Equal(512, (await EvaluateAsync(function, "(lambda s: s.f_blocks * s.f_frsize >> 20)(os.statvfs('/tmp'))")).GetInt32());
        Assert.StartsWith("OSError: [Errno 28] No space left on device", (await EvaluateAsync(function, "[open(f'/tmp/{i}', 'wb').write(bytes(1 << 20)) for i in range(513)][0]")).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Descriptors_and_processes_are_limited_to_1024_and_no_right_is_left()
    {
        var function = _engine.DeployPython(Evaluate);
        Assert.Equal(1024, (await EvaluateAsync(function, "resource.getrlimit(resource.RLIMIT_NOFILE)[1]")).GetInt32());
        Assert.Equal(1024, (await EvaluateAsync(function, "resource.getrlimit(resource.RLIMIT_NPROC)[1]")).GetInt32());
        Assert.NotEqual(0, (await EvaluateAsync(function, "os.getuid()")).GetInt32());
        Assert.Equal("0000000000000000", (await EvaluateAsync(function, "[l for l in open('/proc/self/status') if l.startswith('CapEff')][0].split()[1]")).GetString());
        Assert.Equal("1", (await EvaluateAsync(function, "[l for l in open('/proc/self/status') if l.startswith('NoNewPrivs')][0].split()[1]")).GetString());
        Assert.Contains("Error", (await EvaluateAsync(function, "open('/proc/sys/kernel/core_pattern', 'w')")).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preloaded_library_of_the_function_does_not_reach_what_starts_it()
    {
        var function = _engine.DeployPython(Evaluate);
        function = function with { Variables = function.Variables.Add("LD_PRELOAD", "/var/task/nothing.so") };
        await EvaluateAsync(function, "1");

        // ld.so complains once for each program that gets the variable: the interpreter, and nothing before it.
        Assert.Single(_engine.LogOf(function), line => line.Contains("nothing.so", StringComparison.Ordinal));
    }

    private Task<JsonElement> EvaluateAsync(Headrace.Functions.Registry.FunctionVersion function, string expression) =>
        _engine.CallAsync(function, JsonSerializer.Serialize(new Dictionary<string, string> { ["expression"] = expression }));
}
