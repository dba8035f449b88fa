using System.Text.Json;

namespace Headrace.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task It_tells_isolation_limits_and_libraries_as_one_json_object()
    {
        var outcome = await HeadraceProcess.RunAsync("doctor", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal("starts", report.RootElement.GetProperty("engine").GetString());
        foreach (var fact in (string[])["isolation", "memory_limit", "cpu_share", "temporary_storage", "sqlite", "libvips", "libturbojpeg", "built_in_functions", "python", "node", "port"])
        {
            Assert.NotEqual("", report.RootElement.GetProperty(fact).GetString());
        }
    }

    [Fact]
    public async Task Without_json_it_is_a_fact_a_line()
    {
        var outcome = await HeadraceProcess.RunAsync("doctor");

        Assert.Equal(0, outcome.ExitCode);
        Assert.All((string[])["isolation  ", "memory limit  ", "processor share  ", "sqlite  ", "built-in functions  "], fact => Assert.Contains($"\n{fact}", outcome.Output, StringComparison.Ordinal));
    }
}
