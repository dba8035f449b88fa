using System.Text.Json;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

public sealed class NodeRuntimeTests : IAsyncLifetime
{
    private FunctionEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await FunctionEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("index.js", "exports.handler = async (event, context) => ({ event, name: context.functionName });")]
    [InlineData("index.mjs", "export const handler = async (event, context) => ({ event, name: context.functionName });")]
    [InlineData("index.cjs", "module.exports = { handler: (event, context, callback) => setTimeout(() => callback(null, { event, name: context.functionName }), 1) };")]
    public async Task Every_module_format_and_handler_form_runs(string file, string source)
    {
        var function = _engine.DeployNode(source, file);
        for (var call = 0; call < 3; call++)
        {
            var answer = await _engine.CallAsync(function, $$"""{"call": {{call}}, "text": "ü"}""");
            Assert.Equal(call, answer.GetProperty("event").GetProperty("call").GetInt32());
            Assert.Equal("ü", answer.GetProperty("event").GetProperty("text").GetString());
            Assert.Equal(function.Id.Name, answer.GetProperty("name").GetString());
        }

        Assert.Single(_engine.Logs.ListStreams(function.LogGroup)!);
    }

    [Fact]
    public async Task Without_callback_and_promise_the_answer_is_null()
    {
        var function = _engine.DeployNode("exports.handler = (event, context, callback) => {};");
        Assert.Equal(JsonValueKind.Null, (await _engine.CallAsync(function)).ValueKind);
    }

    [Fact]
    public async Task A_callback_waits_for_the_event_loop_unless_told_not_to()
    {
        var function = _engine.DeployNode(
            """
            exports.handler = (event, context, callback) => {
              let ticked = false;
              setTimeout(() => { ticked = true; }, event.wait ? 20 : 60000);
              context.callbackWaitsForEmptyEventLoop = event.wait;
              callback(null, { get ticked() { return ticked; } });
            };
            """);
        Assert.True((await _engine.CallAsync(function, """{"wait": true}""")).GetProperty("ticked").GetBoolean());
        Assert.False((await _engine.CallAsync(function, """{"wait": false}""")).GetProperty("ticked").GetBoolean());
    }

    [Fact]
    public async Task A_thrown_error_names_type_message_and_trace()
    {
        var function = _engine.DeployNode("exports.handler = async () => { throw new RangeError('too far'); };");
        var result = await _engine.InvokeAsync(function);
        Assert.Equal("Unhandled", result.FunctionError);
        var error = JsonDocument.Parse(result.Payload).RootElement;
        Assert.Equal("RangeError", error.GetProperty("errorType").GetString());
        Assert.Equal("too far", error.GetProperty("errorMessage").GetString());
        Assert.Equal("RangeError: too far", error.GetProperty("trace")[0].GetString());
    }

    [Fact]
    public async Task An_unhandled_rejection_fails_the_invocation_and_ends_the_process()
    {
        var function = _engine.DeployNode(
            "let calls = 0; exports.handler = (event, context, callback) => { if (event.bad) { Promise.reject(new Error('lost')); setTimeout(callback, 5000); } else { callback(null, ++calls); } };");
        Assert.Equal(1, (await _engine.CallAsync(function)).GetInt32());
        var error = JsonDocument.Parse((await _engine.InvokeAsync(function, """{"bad": true}""")).Payload).RootElement;
        Assert.Equal("Runtime.UnhandledPromiseRejection", error.GetProperty("errorType").GetString());
        Assert.Equal("Error: lost", error.GetProperty("errorMessage").GetString());
        Assert.Equal(1, (await _engine.CallAsync(function)).GetInt32());
    }

    [Theory]
    [InlineData("nothere.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'nothere'")]
    [InlineData("index.nothere", "Runtime.HandlerNotFound", "index.nothere is undefined or not exported")]
    [InlineData("index", "Runtime.MalformedHandlerName", "Bad handler")]
    public async Task A_handler_that_cannot_be_loaded_says_so(string handler, string errorType, string message)
    {
        var error = JsonDocument.Parse((await _engine.InvokeAsync(_engine.DeployNode("exports.handler = async () => 1;") with { Handler = handler })).Payload).RootElement;
        Assert.Equal(errorType, error.GetProperty("errorType").GetString());
        Assert.Equal(message, error.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task A_streamed_response_arrives_whole_or_as_its_error()
    {
        var function = _engine.DeployNode(
            """
            exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
              for (let part = 0; part < 100; part++) { stream.write(`part ${part};`); }
              if (event.fail) { throw new TypeError('midway'); }
              stream.end();
            });
            """);
        var result = await _engine.InvokeAsync(function);
        Assert.Null(result.FunctionError);
        Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(part => $"part {part};")), FunctionEngine.Text(result));
        result = await _engine.InvokeAsync(function, """{"fail": true}""");
        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Equal("TypeError", JsonDocument.Parse(result.Payload).RootElement.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Console_lines_carry_time_request_id_and_level()
    {
        var function = _engine.DeployNode("exports.handler = async (event, context) => { console.log('a\\nb', {x: 1}); console.error('bad'); return context.awsRequestId; };");
        var id = (await _engine.CallAsync(function)).GetString();
        var log = _engine.LogOf(function);
        Assert.Contains(log, line => line.EndsWith($"Z\t{id}\tINFO\ta\rb {{ x: 1 }}\n", StringComparison.Ordinal));
        Assert.Contains(log, line => line.EndsWith($"Z\t{id}\tERROR\tbad\n", StringComparison.Ordinal));
    }
}
