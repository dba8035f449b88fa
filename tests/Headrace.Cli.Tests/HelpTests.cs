namespace Headrace.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData]
    [InlineData("serve")]
    [InlineData("demo", "preprocess")]
    [InlineData("cameras")]
    [InlineData("doctor")]
    [InlineData("gauge", "history")]
    [InlineData("lab", "compare")]
    [InlineData("lab", "run")]
    [InlineData("lab", "scale")]
    [InlineData("lab", "export")]
    [InlineData("lab", "report")]
    [InlineData("lab", "import")]
    [InlineData("logs")]
    [InlineData("metrics")]
    [InlineData("models", "import", "darknet")]
    [InlineData("models", "show")]
    public async Task Every_command_explains_itself_with_examples(params string[] command)
    {
        var outcome = await HeadraceProcess.RunAsync([.. command, "--help"]);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("Usage:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"Examples:\n  headrace {string.Join(' ', command)}".TrimEnd(), outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', outcome.Output);
    }

    [Fact]
    public async Task The_version_is_one_line() => Assert.Equal(new Outcome(0, "0.1.0\n", ""), await HeadraceProcess.RunAsync("--version"));

    [Fact]
    public async Task An_unknown_command_ends_with_2()
    {
        var outcome = await HeadraceProcess.RunAsync("fly");

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("'fly'", outcome.Error, StringComparison.Ordinal);
    }
}
