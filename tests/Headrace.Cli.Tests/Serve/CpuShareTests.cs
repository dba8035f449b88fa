using System.Diagnostics;
using System.Text.Json;

namespace Headrace.Cli.Tests.Serve;

/// <summary>A machine whose cgroups cannot be written: they are mounted read-only around the command.</summary>
public sealed class CpuShareTests : IDisposable
{
    private const string Sandbox = "/usr/bin/bwrap";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_processors_cannot_be_shared_out_serve_refuses_in_one_sentence()
    {
        var (code, output, error) = await RunAsync("serve", "--port", "0", "--data", _folder["data"], "--cpu-share");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("headrace: --cpu-share does not work here: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task And_doctor_says_why()
    {
        var (_, output, _) = await RunAsync("doctor", "--json");

        Assert.StartsWith("not here: ", JsonDocument.Parse(output).RootElement.GetProperty("cpu_share").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Sandbox), "bwrap is not installed.");
        using var process = Process.Start(new ProcessStartInfo(
            Sandbox, ["--dev-bind", "/", "/", "--ro-bind", "/sys/fs/cgroup", "/sys/fs/cgroup", "--die-with-parent", Path.Combine(AppContext.BaseDirectory, "headrace"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
