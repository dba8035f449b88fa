using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headrace.Lab.Tests.Statistics;

/// <summary>Debian's SciPy, asked through oracle.py; the test is skipped without it.</summary>
internal static class Oracle
{
    private const string Python = "/usr/bin/python3";

    public static async Task<JsonElement> AskAsync(JsonObject question)
    {
        Assert.SkipUnless(File.Exists(Python) && (await RunAsync("", "-c", "import scipy")).Exit == 0, $"SciPy is not installed for {Python} (apt install python3-scipy)");
        var (exit, output, error) = await RunAsync(question.ToJsonString(), Path.Combine(AppContext.BaseDirectory, "Statistics", "oracle.py"));
        Assert.True(exit == 0, error);
        return JsonElement.Parse(output);
    }

    public static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(value => (JsonNode)value)]);

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
