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
        var names = (await host.StandardOutput.ReadLineAsync())!.Split(' ');
        Assert.All(names, name => Assert.NotEmpty(ProcessesOf(name)));

        host.Kill();
        await host.WaitForExitAsync();
        while (names.Any(name => ProcessesOf(name).Count > 0))
        {
            await Task.Yield();
        }

        await using var engine = await FunctionEngine.StartAsync(folder: folder);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder, "run", "environments")));
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/mounts"), line => line.Contains(folder, StringComparison.Ordinal));
        await engine.CallAsync(engine.DeployPython("def handler(event, context):\n    return 1\n"));
    }

    /// <summary>The processes, children included, that have the function's name in their environment.</summary>
    private static List<int> ProcessesOf(string function)
    {
        List<int> found = [];
        foreach (var process in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
        {
            try
            {
                if (File.ReadAllText($"/proc/{process}/environ").Contains($"AWS_LAMBDA_FUNCTION_NAME={function}\0", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(process!, null));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's.
            }
        }

        return found;
    }
}
