using System.Collections.Immutable;
using System.Text.Json;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

/// <summary>Custom runtimes: any executable <c>bootstrap</c>. These are Python scripts with nothing of ours in them.</summary>
public sealed class ProvidedRuntimeTests : IAsyncLifetime
{
    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FunctionEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_bootstrap_sees_exactly_the_variables_of_lambda()
    {
        var function = DeployBootstrap("respond(id, json.dumps(dict(os.environ)))") with { Variables = new Dictionary<string, string> { ["TEST_KEY"] = "it's \"quoted\" $HOME\nand long", ["AWS_REGION"] = "mars" }.ToImmutableDictionary() };
        var variables = (await _engine.CallAsync(function)).Deserialize<Dictionary<string, string>>()!;
        string[] shells = ["PWD", "SHLVL", "_", "OLDPWD", "LC_CTYPE"];
        Assert.Equal(
            [
                "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
                "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "LANG", "LD_LIBRARY_PATH", "PATH", "TEST_KEY", "TZ",
                "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "_HANDLER", "_X_AMZN_TRACE_ID",
            ],
            variables.Keys.Except(shells).Order(StringComparer.Ordinal));
        Assert.Equal("it's \"quoted\" $HOME\nand long", variables["TEST_KEY"]);
        Assert.Equal("us-east-1", variables["AWS_REGION"]);
        Assert.Equal("/var/task", variables["LAMBDA_TASK_ROOT"]);
        Assert.Equal("/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin", variables["PATH"]);
        Assert.Equal("/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib", variables["LD_LIBRARY_PATH"]);
        Assert.Matches(@"^127\.77\.\d+\.\d+:\d+$", variables["AWS_LAMBDA_RUNTIME_API"]);
    }

    [Fact]
    public async Task Next_carries_lambdas_headers()
    {
        var function = DeployBootstrap("respond(id, json.dumps(dict(headers)))");
        var headers = (await _engine.CallAsync(function)).Deserialize<Dictionary<string, string>>()!;
        Assert.Equal(function.Id.Arn, headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.True(long.Parse(headers["Lambda-Runtime-Deadline-Ms"], null) > DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds());
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", headers["Lambda-Runtime-Trace-Id"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Matches("^[0-9a-f-]{36}$", headers["Lambda-Runtime-Aws-Request-Id"]);
    }

    [Fact]
    public async Task The_api_answers_as_awss_and_refuses_what_is_out_of_turn()
    {
        var function = DeployBootstrap(
            """
            seen = [call("POST", f"/2018-06-01/runtime/invocation/{'0' * 36}/response", "{}"),
                    call("POST", "/2018-06-01/runtime/init/error", "{}"),
                    call("POST", f"/2018-06-01/runtime/invocation/{id}/response", "{}", {"Lambda-Runtime-Function-Response-Mode": "sideways"}),
                    call("POST", "/2020-01-01/extension/register", "{}"),
                    call("DELETE", "/2018-06-01/runtime/invocation/next", None),
                    call("GET", "/2018-06-01/runtime/nothing", None)]
            seen.append(call("POST", f"/2018-06-01/runtime/invocation/{id}/response", json.dumps(seen)))
            seen.append(call("POST", f"/2018-06-01/runtime/invocation/{id}/response", "{}"))
            print("AFTER", json.dumps(seen[-2:]), flush=True)
            """);
        var answers = await _engine.CallAsync(function);
        (int, string)[] expected =
        [
            (400, """{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"""),
            (403, """{"errorMessage":"State transition from Running to InitError failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}"""),
            (400, """{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}"""),
            (501, """{"errorMessage":"The extensions API (/2020-01-01/extension/register) is not implemented.","errorType":"NotImplemented"}"""),
            (405, """{"errorMessage":"Method Not Allowed","errorType":"MethodNotAllowed"}"""),
            (404, """{"errorMessage":"404 page not found","errorType":"NotFound"}"""),
        ];
        Assert.Equal(expected, answers.EnumerateArray().Select(answer => (answer[0].GetInt32(), answer[1].GetString()!)));
        await _engine.CallAsync(function);
        var after = JsonDocument.Parse(_engine.LogOf(function).First(line => line.StartsWith("AFTER ", StringComparison.Ordinal))["AFTER ".Length..]).RootElement;
        Assert.Equal(202, after[0][0].GetInt32());
        Assert.Equal("OK", JsonDocument.Parse(after[0][1].GetString()!).RootElement.GetProperty("status").GetString());
        Assert.Equal(403, after[1][0].GetInt32());
        Assert.Equal(
            "State transition from ResponseSent to InvocationResponse failed for runtime. Error: State transition is not allowed",
            JsonDocument.Parse(after[1][1].GetString()!).RootElement.GetProperty("errorMessage").GetString());
    }

    [Theory]
    [InlineData(6_291_556, null)]
    [InlineData(6_291_557, """{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""")]
    public async Task A_response_may_be_six_megabytes_long(int length, string? error)
    {
        var function = DeployBootstrap("n = json.loads(event)['n']\nrespond(id, '\"' + 'x' * (n - 2) + '\"')") with { MemorySize = 1024 };
        var result = await _engine.InvokeAsync(function, $$"""{"n": {{length}}}""");
        Assert.Equal(error is null ? null : "Unhandled", result.FunctionError);
        Assert.Equal(error?.Length ?? length, result.Payload.Length);
        Assert.True(error is null || error == FunctionEngine.Text(result));
        Assert.Null((await _engine.InvokeAsync(function, """{"n": 10}""")).FunctionError);
        Assert.Single(_engine.Logs.ListStreams(function.LogGroup)!);
    }

    [Theory]
    [InlineData(null, 0, "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")]
    [InlineData("#!/bin/sh\n", 644, "fork/exec /var/task/bootstrap: permission denied")]
    [InlineData("no program", 755, "fork/exec /var/task/bootstrap: exec format error")]
    public async Task Without_a_program_the_entrypoint_is_invalid(string? bootstrap, int mode, string message)
    {
        var function = _engine.Deploy("provided.al2023", "x", bootstrap is null ? [("other", "")] : [("bootstrap", bootstrap)]);
        if (bootstrap is not null)
        {
            File.SetUnixFileMode(Path.Combine(function.CodeDirectory, "bootstrap"), (UnixFileMode)Convert.ToInt32(mode.ToString(null, null), 8));
        }

        var result = await _engine.InvokeAsync(function);
        var error = JsonDocument.Parse(result.Payload).RootElement;
        Assert.Equal("Runtime.InvalidEntrypoint", error.GetProperty("errorType").GetString());
        Assert.EndsWith($" Error: {message}", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_are_merged_in_opt_later_ones_on_top()
    {
        var lower = Directory.CreateDirectory(Path.Combine(_engine.Folder, "lower", "lib")).Parent!.FullName;
        var upper = Directory.CreateDirectory(Path.Combine(_engine.Folder, "upper", "lib")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(lower, "lib", "a.txt"), "lower a");
        await File.WriteAllTextAsync(Path.Combine(lower, "lib", "b.txt"), "lower b");
        await File.WriteAllTextAsync(Path.Combine(upper, "lib", "b.txt"), "upper b");
        var function = DeployBootstrap("respond(id, json.dumps([open('/opt/lib/a.txt').read(), open('/opt/lib/b.txt').read()]))") with { LayerDirectories = [lower, upper] };
        Assert.Equal("""["lower a","upper b"]""", JsonSerializer.Serialize(await _engine.CallAsync(function)));
        Assert.Equal("lower b", await File.ReadAllTextAsync(Path.Combine(lower, "lib", "b.txt")));
    }

    [Fact]
    public async Task Extensions_in_a_layer_are_not_passed_over_in_silence()
    {
        var layer = Directory.CreateDirectory(Path.Combine(_engine.Folder, "layer", "extensions")).Parent!.FullName;
        var function = DeployBootstrap("respond(id, '1')") with { LayerDirectories = [layer] };
        await _engine.CallAsync(function);
        Assert.Contains("Headrace: the external extensions in /opt/extensions are not started.\n", _engine.LogOf(function));
    }

    [Fact]
    public async Task A_bootstrap_may_come_from_a_layer()
    {
        var function = DeployBootstrap("respond(id, '\"from the layer\"')");
        var bare = _engine.Deploy("provided.al2", "x", ("other", "")) with { LayerDirectories = [function.CodeDirectory] };
        Assert.Equal("from the layer", (await _engine.CallAsync(bare)).GetString());
    }

    [Fact]
    public async Task A_wrapper_script_starts_a_managed_runtime()
    {
        var function = _engine.Deploy(
            "python3.13", "handler.handler", ("bootstrap", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"\n"), ("handler.py", "import os\ndef handler(event, context):\n    return os.environ['WRAPPED']\n"));
        function = function with { Variables = function.Variables.Add("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/bootstrap") };
        Assert.Equal("yes", (await _engine.CallAsync(function)).GetString());
        var missing = function with { RevisionId = "other", Variables = function.Variables.SetItem("AWS_LAMBDA_EXEC_WRAPPER", "/opt/nothing") };
        var error = JsonDocument.Parse((await _engine.InvokeAsync(missing)).Payload).RootElement;
        Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
        Assert.EndsWith("Error: Runtime exited with error: exit status 127", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private Headrace.Functions.Registry.FunctionVersion DeployBootstrap(string body) => Bootstraps.Deploy(_engine, body);
}
