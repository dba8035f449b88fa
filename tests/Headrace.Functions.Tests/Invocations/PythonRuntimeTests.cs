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
}
