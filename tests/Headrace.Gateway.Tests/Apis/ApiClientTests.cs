using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>boto3 and AWS's own command line against APIs, STS, IAM and ECR; unsigned HTTP against what they deploy.</summary>
public sealed class ApiClientTests(ApisHost host)
{
    [Fact]
    public async Task Boto3_makes_http_apis_and_anyone_calls_them() => await RunAsync("http_apis");

    [Fact]
    public async Task Boto3_makes_rest_apis_and_anyone_calls_them() => await RunAsync("rest_apis");

    [Fact]
    public async Task Templates_make_a_backends_request_and_a_methods_answer() => await RunAsync("rest_mappings");

    [Fact]
    public async Task Keys_quotas_and_throttles_are_kept_to() => await RunAsync("rest_keys");

    [Fact]
    public async Task Methods_that_ask_for_a_signature_believe_nothing_else() => await RunAsync("iam_authorisation");

    [Fact]
    public async Task Roles_policies_and_sessions_are_kept_and_asked() => await RunAsync("identity");

    [Fact]
    public async Task Repositories_are_records() => await RunAsync("repositories");

    private async Task RunAsync(string part) =>
        Assert.Contains($"ok {part}", await host.Clients.RunPythonAsync("apis_boto3.py", part), StringComparison.Ordinal);
}
