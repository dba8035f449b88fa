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

    [Fact]
    public async Task The_aws_command_line_is_served()
    {
        var name = "cli-" + Guid.NewGuid().ToString("N")[..8];
        var made = await host.Clients.RunCliAsync("--output", "text", "apigateway", "create-rest-api", "--name", name, "--query", "id");
        var listed = await host.Clients.RunCliAsync("--output", "json", "apigateway", "get-resources", "--rest-api-id", made.Trim());
        var quick = await host.Clients.RunCliAsync(
            "--output", "json", "apigatewayv2", "create-api", "--name", name, "--protocol-type", "HTTP", "--target", "arn:aws:lambda:us-east-1:000000000000:function:any");
        var caller = await host.Clients.RunCliAsync("--output", "text", "sts", "get-caller-identity", "--query", "Arn");
        var role = await host.Clients.RunCliAsync("--output", "text", "iam", "get-role", "--role-name", "LabRole", "--query", "Role.Arn");
        var repository = await host.Clients.RunCliAsync("--output", "text", "ecr", "create-repository", "--repository-name", name, "--query", "repository.repositoryName");

        Assert.Contains("\"path\": \"/\"", listed, StringComparison.Ordinal);
        Assert.Contains("\"ProtocolType\": \"HTTP\"", quick, StringComparison.Ordinal);
        Assert.Equal("arn:aws:iam::000000000000:root", caller.Trim());
        Assert.Equal("arn:aws:iam::000000000000:role/LabRole", role.Trim());
        Assert.Equal(name, repository.Trim());
    }

    private async Task RunAsync(string part) =>
        Assert.Contains($"ok {part}", await host.Clients.RunPythonAsync("apis_boto3.py", part), StringComparison.Ordinal);
}
