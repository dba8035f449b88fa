using Headrace.Functions.Tests.Invocations;

namespace Headrace.Functions.Tests.Environments;

/// <summary>An engine in a process of its own that is to be killed: one function runs, one is idle, one initialises.</summary>
internal static class KilledEngine
{
    public const string Argument = "killed-engine";

    public static async Task<int> RunAsync(string folder)
    {
        await using var engine = await FunctionEngine.StartAsync(folder: folder);
        const string busy = "import subprocess, sys\ndef handler(event, context):\n    print('entered')\n    subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])\n";
        var running = engine.DeployPython(busy);
        var idle = engine.DeployPython("def handler(event, context):\n    return 1\n");
        var initialising = engine.DeployPython("import time\nprint('entered')\ntime.sleep(600)\n");
        Task[] endless = [engine.InvokeAsync(running), engine.InvokeAsync(initialising)];
        await engine.CallAsync(idle);
        while (!engine.LogOf(running).Contains("entered\n") || !engine.LogOf(initialising).Contains("entered\n"))
        {
            await Task.Yield();
        }

        await Console.Out.WriteLineAsync($"{running.Id.Name} {idle.Id.Name} {initialising.Id.Name}");
        await Task.WhenAll(endless);
        return 0;
    }
}
