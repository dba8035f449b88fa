using System.Text.Json;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

public sealed class PythonRuntimeTests : IAsyncLifetime
{
    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FunctionEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_handler_gets_the_event_and_returns_json()
    {
        var function = _engine.DeployPython("def handler(event, context):\n    print('seen', event)\n    return {'echo': event, 'äö': 'ü'}\n");
        var answer = await _engine.CallAsync(function, """{"a": [1, "ß"]}""");
        Assert.Equal("ß", answer.GetProperty("echo").GetProperty("a")[1].GetString());
        Assert.Equal("ü", answer.GetProperty("äö").GetString());
        Assert.Contains("seen {'a': [1, 'ß']}\n", _engine.LogOf(function));
    }

    [Fact]
    public async Task The_context_is_complete()
    {
        var function = _engine.DeployPython(
            """
            def handler(event, context):
                fields = ["aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version", "invoked_function_arn"]
                return {f: getattr(context, f) for f in fields} | {"left": context.get_remaining_time_in_millis(), "identity": context.identity.cognito_identity_id}
            """);
        var context = await _engine.CallAsync(function);
        Assert.Equal(function.Id.Name, context.GetProperty("function_name").GetString());
        Assert.Equal("$LATEST", context.GetProperty("function_version").GetString());
        Assert.Equal("256", context.GetProperty("memory_limit_in_mb").GetString());
        Assert.Equal(function.LogGroup, context.GetProperty("log_group_name").GetString());
        Assert.Matches(@"^\d{4}/\d{2}/\d{2}/\[\$LATEST\][0-9a-f]{32}$", context.GetProperty("log_stream_name").GetString());
        Assert.Equal(function.Id.Arn, context.GetProperty("invoked_function_arn").GetString());
        Assert.InRange(context.GetProperty("left").GetInt32(), 1, 30_000);
    }

    [Fact]
    public async Task An_exception_is_reported_as_aws_does()
    {
        var function = _engine.DeployPython("class CustomException(Exception):\n    pass\n\ndef handler(event, context):\n    raise CustomException(\"some error occurred\")\n");
        var result = await _engine.InvokeAsync(function);
        Assert.Equal("Unhandled", result.FunctionError);
        var error = JsonDocument.Parse(result.Payload).RootElement;
        Assert.Equal("some error occurred", error.GetProperty("errorMessage").GetString());
        Assert.Equal("CustomException", error.GetProperty("errorType").GetString());
        Assert.Equal("  File \"/var/task/handler.py\", line 5, in handler\n    raise CustomException(\"some error occurred\")\n", error.GetProperty("stackTrace")[0].GetString());
        Assert.Contains(
            "[ERROR] CustomException: some error occurred\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/handler.py\", line 5, in handler\r\u00a0\u00a0\u00a0\u00a0raise CustomException(\"some error occurred\")\n",
            _engine.LogOf(function));
        Assert.Equal("Unhandled", (await _engine.InvokeAsync(function)).FunctionError);
    }

    [Theory]
    [InlineData("nothere.handler", "Runtime.ImportModuleError", "Unable to import module 'nothere': No module named 'nothere'")]
    [InlineData("handler.nothere", "Runtime.HandlerNotFound", "Handler 'nothere' missing on module 'handler'")]
    [InlineData("nodot", "Runtime.MalformedHandlerName", "Bad handler 'nodot': not enough values to unpack (expected 2, got 1)")]
    public async Task A_handler_that_cannot_be_loaded_fails_the_initialisation_twice(string handler, string errorType, string message)
    {
        var function = _engine.DeployPython("def handler(event, context):\n    pass\n") with { Handler = handler };
        var result = await _engine.InvokeAsync(function);
        Assert.Equal("Unhandled", result.FunctionError);
        var error = JsonDocument.Parse(result.Payload).RootElement;
        Assert.Equal(errorType, error.GetProperty("errorType").GetString());
        Assert.Equal(message, error.GetProperty("errorMessage").GetString());
        var log = _engine.LogOf(function);
        Assert.Contains(log, line => line.StartsWith("INIT_REPORT Init Duration:", StringComparison.Ordinal) && line.Contains($"Phase: init\tStatus: error\tError Type: {errorType}\n", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("INIT_REPORT Init Duration:", StringComparison.Ordinal) && line.Contains($"Phase: invoke\tStatus: error\tError Type: {errorType}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handlers_in_submodules_are_found_by_dots_and_slashes()
    {
        const string source = "def run(event, context):\n    return 'here'\n";
        foreach (var handler in (string[])["river/gauge/main.run", "site_two.gauge.main.run"])
        {
            var function = _engine.Deploy("python3.12", handler, ("site_two/gauge/main.py", source), ("river/gauge/main.py", source));
            Assert.Equal("here", (await _engine.CallAsync(function)).GetString());
        }
    }

    [Fact]
    public async Task Logging_carries_level_time_and_request_id()
    {
        var function = _engine.DeployPython("import logging\ndef handler(event, context):\n    logging.getLogger().warning('multi\\nline')\n    return context.aws_request_id\n");
        var id = (await _engine.CallAsync(function)).GetString();
        Assert.Contains(_engine.LogOf(function), line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t" + id + @"\tmulti\rline\n$"));
    }

    [Fact]
    public async Task Boto3_is_there_and_points_at_the_engine()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/boto3"), "python3-boto3 is not installed.");
        var function = _engine.DeployPython("import boto3\ndef handler(event, context):\n    c = boto3.client('s3')\n    return [boto3.session.Session().get_credentials().token, c.meta.region_name, c.meta.endpoint_url]\n");
        var answer = await _engine.CallAsync(function);
        Assert.Equal($"token-{function.Id.Name}", answer[0].GetString());
        Assert.Equal("us-east-1", answer[1].GetString());
        Assert.Equal("http://127.0.0.1:4566", answer[2].GetString());
    }

    [Fact]
    public async Task A_value_that_is_no_json_is_a_marshal_error()
    {
        var function = _engine.DeployPython("def handler(event, context):\n    return {1, 2}\n");
        var error = JsonDocument.Parse((await _engine.InvokeAsync(function)).Payload).RootElement;
        Assert.Equal("Runtime.MarshalError", error.GetProperty("errorType").GetString());
        Assert.Equal("Unable to marshal response: Object of type set is not JSON serializable", error.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Json_logs_are_objects_throughout()
    {
        var function = _engine.DeployPython("import logging\ndef handler(event, context):\n    logging.getLogger().info('hello')\n") with { LogFormat = "JSON" };
        await _engine.CallAsync(function);
        var types = _engine.LogOf(function).Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(types, entry => entry.TryGetProperty("type", out var type) && type.GetString() == "platform.start");
        Assert.Contains(types, entry => entry.TryGetProperty("type", out var type) && type.GetString() == "platform.report");
        Assert.Contains(types, entry => entry.TryGetProperty("message", out var message) && message.GetString() == "hello");
    }
}
