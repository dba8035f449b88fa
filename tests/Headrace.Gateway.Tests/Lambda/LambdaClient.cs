using System.Diagnostics;
using Headrace.Gateway.Tests.S3;
using Xunit;

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>Runs other people's clients of the Lambda API against the host under test.</summary>
public static class LambdaClient
{
    private const string Python = "/usr/bin/python3";
    private const string Cli = "/usr/bin/aws";

    /// <summary>Runs a program of <c>tests/clients</c>; its output is the message when it fails.</summary>
    public static async Task<string> RunPythonAsync(LambdaHost host, string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not there.");
        Assert.SkipUnless((await RunAsync(host, Python, "-c", "import boto3")).ExitCode == 0, "boto3 is not installed for /usr/bin/python3 (apt-get install python3-boto3).");
        return await ExpectSuccessAsync(host, Python, [Path.Combine(ClientScript.Root, "tests", "clients", script), .. arguments]);
    }

    /// <summary>Runs <c>aws lambda …</c> and returns its output.</summary>
    public static async Task<string> RunCliAsync(LambdaHost host, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Cli), $"{Cli} is not there (apt-get install awscli).");
        return await ExpectSuccessAsync(host, Cli, ["--endpoint-url", host.Endpoint.ToString().TrimEnd('/'), "--output", "json", "lambda", .. arguments]);
    }

    private static async Task<string> ExpectSuccessAsync(LambdaHost host, string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(host, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(LambdaHost host, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LAMBDA_ENDPOINT"] = host.Endpoint.ToString().TrimEnd('/');
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
}
