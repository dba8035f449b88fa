using System.Diagnostics;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Runs a program of <c>tests/clients</c>, or AWS's own command line, against the host under test.</summary>
public static class ClientScript
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The repository's root: where Headrace.slnx is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs a Python program that needs boto3; its output is the message when it fails.</summary>
    public static async Task<string> RunPythonAsync(S3Host host, string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not there.");
        Assert.SkipUnless((await RunAsync(host, Python, "-c", "import boto3")).ExitCode == 0, "boto3 is not installed for /usr/bin/python3 (apt-get install python3-boto3).");
        return await ExpectSuccessAsync(host, Python, [Path.Combine(Root, "tests", "clients", script), .. arguments]);
    }

    public static async Task<string> ExpectSuccessAsync(S3Host host, string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(host, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(S3Host host, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["S3_ENDPOINT"] = host.Endpoint.ToString().TrimEnd('/');
        start.Environment["AWS_ACCESS_KEY_ID"] = host.Credentials.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = host.Credentials.SecretAccessKey;
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Headrace.slnx is in no folder above the tests.");
    }
}
