using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>boto3 and AWS's own command line against APIs, STS, IAM and ECR; unsigned HTTP against what they deploy.</summary>
public sealed class ApiClientTests(ApisHost host)
{
    [Fact]
    public async Task Boto3_makes_http_apis_and_anyone_calls_them() => await RunAsync("http_apis");

    [Fact]
    public async Task Boto3_makes_rest_apis_and_anyone_calls_them() => await RunAsync("rest_apis");

    private async Task RunAsync(string part) =>
        Assert.Contains($"ok {part}", await host.Clients.RunPythonAsync("apis_boto3.py", part), StringComparison.Ordinal);
}
