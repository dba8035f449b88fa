using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>What a whole engine counts of APIs, buckets, tables and functions, read through CloudWatch and from /metrics.</summary>
public sealed class EngineMetricsTests(ApisHost host)
{
    [Theory]
    [InlineData("rest_apis")]
    [InlineData("http_apis")]
    [InlineData("buckets")]
    [InlineData("tables")]
    [InlineData("functions")]
    public async Task Requests_errors_and_times_are_counted(string part) =>
        Assert.Contains($"ok {part}", await host.Clients.RunPythonAsync("metrics_boto3.py", part), StringComparison.Ordinal);
}
