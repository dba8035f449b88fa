using System.Diagnostics;
using System.Text.Json;

namespace Headrace.Calibration.Tests.Sklearn;

/// <summary>Debian's scikit-learn, asked through forest.py; the test is skipped without it.</summary>
internal static class ScikitLearn
{
    private const string Python = "/usr/bin/python3";

    public static async Task<JsonDocument> AskAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await RunAsync("-c", "import sklearn")).Exit == 0, "scikit-learn is not installed for /usr/bin/python3 (apt install python3-sklearn)");
        var (exit, output, error) = await RunAsync([Path.Combine(AppContext.BaseDirectory, "Sklearn", "forest.py"), .. arguments]);
        Assert.True(exit == 0, error);
        return JsonDocument.Parse(output);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
