using System.Diagnostics;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Gateway.Tests;

/// <summary>Runs a program of <c>tests/clients</c>, or AWS's own command line, against the host under test.</summary>
public sealed class ClientScript(Uri endpoint, AwsCredentials credentials)
{
    private const string Python = "/usr/bin/python3";
    private const string Cli = "/usr/bin/aws";

    /// <summary>The repository's root: where Headrace.slnx is.</summary>
    public static string Root { get; } = FindRoot();

    private string Endpoint => endpoint.ToString().TrimEnd('/');

    /// <summary>Runs a Python program that needs boto3; its output is the message when it fails.</summary>
    public async Task<string> RunPythonAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not there.");
        Assert.SkipUnless((await RunAsync(Python, "-c", "import boto3")).ExitCode == 0, "boto3 is not installed for /usr/bin/python3 (apt-get install python3-boto3).");
        return await ExpectSuccessAsync(Python, [Path.Combine(Root, "tests", "clients", script), .. arguments]);
    }

    /// <summary>Runs <c>aws …</c> and returns its output.</summary>
    public async Task<string> RunCliAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Cli), $"{Cli} is not there (apt-get install awscli).");
        return await ExpectSuccessAsync(Cli, ["--endpoint-url", Endpoint, .. arguments]);
    }

    /// <summary>Starts <c>aws …</c>, which goes on until it is disposed.</summary>
    public RunningClient StartCli(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Cli), $"{Cli} is not there (apt-get install awscli).");
        return new RunningClient(Process.Start(StartInfo(Cli, ["--endpoint-url", Endpoint, .. arguments]))!);
    }

    private async Task<string> ExpectSuccessAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["S3_ENDPOINT"] = start.Environment["LAMBDA_ENDPOINT"] = start.Environment["DYNAMODB_ENDPOINT"] = start.Environment["LOGS_ENDPOINT"] = start.Environment["CLOUDWATCH_ENDPOINT"] = Endpoint;
        start.Environment["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["PYTHONUNBUFFERED"] = "1";
        return start;
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
