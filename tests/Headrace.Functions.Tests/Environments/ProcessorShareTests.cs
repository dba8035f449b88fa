using System.Globalization;
using Headrace.Functions.Environments;
using Headrace.Functions.Registry;
using Headrace.Functions.Tests.Invocations;
using Xunit;

namespace Headrace.Functions.Tests.Environments;

/// <summary>Real groups of the kernel with real processes in them.</summary>
public sealed class ProcessorShareTests : IAsyncLifetime
{
    private const string Spin = "import time\ndef spin(seconds):\n    end = time.process_time() + seconds\n    while time.process_time() < end:\n        pass\n";

    private FunctionEngine? _engine;

    private FunctionEngine Engine => _engine!;

    public async ValueTask InitializeAsync()
    {
        var report = ProcessorShareReport.Make();
        Assert.SkipUnless(report.IsPossible, $"Processors cannot be shared out here: {report.Summary}");
        _engine = await FunctionEngine.StartAsync(options => options with { CpuShare = true });
    }

    public ValueTask DisposeAsync() => _engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Memory_buys_processors()
    {
        foreach (var (memory, quota) in ((int, int)[])[(128, 1447), (442, 4997), (1769, 20_000)])
        {
            var function = Engine.DeployPython("def handler(event, context):\n    return 1\n") with { MemorySize = memory };
            await Engine.CallAsync(function);
            Assert.Equal((quota, 20_000), LimitOf(GroupOf(function)));
        }
    }

    [Fact]
    public async Task There_are_no_more_than_the_machine_has()
    {
        var function = Engine.DeployPython("def handler(event, context):\n    return 1\n") with { MemorySize = 10_240 };
        await Engine.CallAsync(function);
        Assert.InRange(LimitOf(GroupOf(function)).Quota, 1, Math.Min(20_000 * Environment.ProcessorCount, 115_771));
    }

    [Fact]
    public async Task Invocations_are_held_to_the_share_and_the_initialisation_is_not()
    {
        var function = Engine.DeployPython($"{Spin}spin(0.1)\ndef handler(event, context):\n    spin(event['seconds'])\n    return 1\n") with { MemorySize = 128 };
        await Engine.CallAsync(function, """{"seconds":0}""");
        var group = GroupOf(function);
        var begun = Throttled(group);

        // 100 ms of computing are 69 periods' worth: 60 and more of them must have been cut short. Those of the initialisation, as long, were not.
        Assert.InRange(begun, 0, 30);
        await Engine.CallAsync(function, """{"seconds":0.1}""");
        Assert.True(Throttled(group) - begun > 40, $"{begun} periods were cut short before the invocation, {Throttled(group)} after it");
    }

    [Fact]
    public async Task Every_process_of_the_environment_is_in_its_group_also_those_after_a_timeout()
    {
        // The child has spoken before the handler returns: until it has become its own program, its environment cannot be read and it would not be found.
        var function = Engine.DeployPython("""
            import subprocess, sys, time
            def handler(event, context):
                if event.get('late'):
                    time.sleep(60)
                child = subprocess.Popen([sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(600)'], stdout=subprocess.PIPE)
                child.stdout.readline()
                return 1
            """) with { Timeout = TimeSpan.FromSeconds(3), MemorySize = 1769 };
        await Engine.CallAsync(function);
        var group = GroupOf(function);
        AssertAllAreIn(group);
        Assert.Contains("Sandbox.Timedout", FunctionEngine.Text(await Engine.InvokeAsync(function, """{"late":true}""")), StringComparison.Ordinal);
        await Engine.CallAsync(function);
        Assert.Equal(group, GroupOf(function));
        AssertAllAreIn(group);

        void AssertAllAreIn(string wanted)
        {
            var processes = FunctionProcesses.Of(function.Id.Name);
            Assert.True(processes.Count >= 2);
            Assert.Subset(File.ReadLines(Path.Combine(wanted, "cgroup.procs")).Select(int.Parse).ToHashSet(), processes.ToHashSet());
        }
    }

    [Fact]
    public async Task A_group_goes_with_its_environment_and_all_with_the_engine()
    {
        var function = Engine.DeployPython("def handler(event, context):\n    return 1\n");
        await Engine.CallAsync(function);
        var group = GroupOf(function);
        Engine.Invoker.Retire(function);
        while (Directory.Exists(group))
        {
            await Task.Yield();
        }

        await Engine.CallAsync(Engine.DeployPython("def handler(event, context):\n    return 1\n"));
        await Engine.DisposeAsync();
        _engine = null;
        Assert.False(Directory.Exists(Path.GetDirectoryName(group)), "the engine's own group is gone as well");
    }

    [Fact]
    public async Task What_a_killed_engine_left_goes_with_the_next_start()
    {
        await Engine.CallAsync(Engine.DeployPython("def handler(event, context):\n    return 1\n"));
        var own = Path.GetDirectoryName(Path.GetDirectoryName(AllGroups().First()))!;
        var left = Directory.CreateDirectory(Path.Combine(own, $"headrace-{int.MaxValue}-1", "1-left")).FullName;
        var foreign = Directory.CreateDirectory(Path.Combine(own, $"headrace-{int.MaxValue}-1x")).FullName;
        try
        {
            await using var next = await FunctionEngine.StartAsync(options => options with { CpuShare = true });
            Assert.False(Directory.Exists(Path.GetDirectoryName(left)));
            Assert.True(Directory.Exists(foreign), "what is not named as an engine names it is not an engine's");
            Assert.NotEmpty(AllGroups());
        }
        finally
        {
            Directory.Delete(foreign);
        }
    }

    private static string GroupOf(FunctionVersion function)
    {
        var process = FunctionProcesses.Of(function.Id.Name)[0].ToString(CultureInfo.InvariantCulture);
        return AllGroups().Single(group => File.ReadLines(Path.Combine(group, "cgroup.procs")).Contains(process));
    }

    private static IEnumerable<string> AllGroups()
    {
        var own = CpuHierarchy.Find(File.ReadLines("/proc/self/mountinfo"), File.ReadLines("/proc/self/cgroup"))!.Own;
        var engine = Path.GetFileName(own) == "engine" ? Path.GetDirectoryName(Path.GetDirectoryName(own))! : own;
        return Directory.GetDirectories(engine, $"headrace-{Environment.ProcessId}-*").SelectMany(Directory.GetDirectories);
    }

    private static (int Quota, int Period) LimitOf(string group)
    {
        var limit = Path.Combine(group, "cpu.max");
        int[] numbers = File.Exists(limit)
            ? [.. File.ReadAllText(limit).Split(' ').Select(int.Parse)]
            : [int.Parse(File.ReadAllText(Path.Combine(group, "cpu.cfs_quota_us"))), int.Parse(File.ReadAllText(Path.Combine(group, "cpu.cfs_period_us")))];
        return (numbers[0], numbers[1]);
    }

    private static int Throttled(string group) =>
        int.Parse(File.ReadLines(Path.Combine(group, "cpu.stat")).Single(line => line.StartsWith("nr_throttled ", StringComparison.Ordinal)).Split(' ')[1]);
}
