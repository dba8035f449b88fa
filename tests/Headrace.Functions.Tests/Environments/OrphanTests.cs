using System.Diagnostics;
using Headrace.Functions.Tests.Invocations;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

public sealed class OrphanTests
{
    [Fact]
    public async Task A_killed_engine_takes_every_function_process_along_and_the_next_one_clears_up()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-functions-").FullName;
        using var host = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [KilledEngine.Argument, folder]) { RedirectStandardOutput = true })!;
        string[] names;
        try
        {
            names = (await host.StandardOutput.ReadLineAsync())!.Split(' ');
            Assert.All(names, name => Assert.NotEmpty(FunctionProcesses.Of(name)));
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync();
        }

        while (names.Any(name => FunctionProcesses.Of(name).Count > 0))
        {
            await Task.Yield();
        }

        await using var engine = await FunctionEngine.StartAsync(folder: folder);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder, "run", "live", "environments")));
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/mounts"), line => line.Contains($"{folder}/run/live/environments/", StringComparison.Ordinal));
        await engine.CallAsync(engine.DeployPython("def handler(event, context):\n    return 1\n"));
    }
}
