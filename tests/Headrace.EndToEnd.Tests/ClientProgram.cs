using System.Diagnostics;
using System.Text;
using Headrace.Harness;

namespace Headrace.EndToEnd.Tests;

/// <summary>Somebody else's program, run to its end.</summary>
internal static class ClientProgram
{
    /// <summary>What an AWS client reads from its environment to reach this engine, and nothing of the machine's own settings.</summary>
    public static Dictionary<string, string> VariablesOf(EngineProcess engine, params (string Name, string Value)[] more) => new(more.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
    {
        ["AWS_ENDPOINT_URL"] = engine.Endpoint.ToString().TrimEnd('/'),
        ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey,
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/nonexistent",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent",
    };

    /// <returns>The exit code, and what it wrote: errors first.</returns>
    public static async Task<(int Exit, string Text)> RunAsync(string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var text = new StringBuilder();
        var streams = new[] { process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync() };
        foreach (var stream in streams)
        {
            text.Append(await stream);
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, text.ToString());
    }
}
