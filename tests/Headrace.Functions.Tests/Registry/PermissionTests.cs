using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

/// <summary>Who a resource policy lets in.</summary>
public sealed class PermissionTests
{
    private const string Bucket = "arn:aws:s3:::in";
    private const string Account = "000000000000";

    [Theory]
    [InlineData("s3.amazonaws.com", null, null, true)]
    [InlineData("S3.amazonaws.com", null, null, true)]
    [InlineData("*", null, null, true)]
    [InlineData("sns.amazonaws.com", null, null, false)]
    [InlineData("000000000000", null, null, false)]
    [InlineData("s3.amazonaws.com", Bucket, null, true)]
    [InlineData("s3.amazonaws.com", Bucket, Account, true)]
    [InlineData("s3.amazonaws.com", Bucket, "111111111111", false)]
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::i?", null, true)]
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::i*", null, true)]
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::*", null, true)]
    [InlineData("s3.amazonaws.com", "arn:*:s3:::in", null, true)]
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::inn", null, false)]
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::IN", null, false)]
    [InlineData("s3.amazonaws.com", "arn:aws:*:in", null, false)] // a star does not cross a colon's segment
    [InlineData("s3.amazonaws.com", "arn:aws:s3:::in.", null, false)]
    public void A_service_is_let_in_for_the_sources_named(string principal, string? sourceArn, string? sourceAccount, bool allowed) =>
        Assert.Equal(allowed, new Permission("id", "lambda:InvokeFunction", principal, sourceArn, sourceAccount).AllowsService("lambda:InvokeFunction", "s3.amazonaws.com", Bucket, Account));

    [Theory]
    [InlineData("lambda:InvokeFunction", true)]
    [InlineData("lambda:*", true)]
    [InlineData("*", true)]
    [InlineData("lambda:GetFunction", false)]
    [InlineData("lambda:InvokeFunctionUrl", false)]
    public void Only_for_the_action_named(string action, bool allowed) =>
        Assert.Equal(allowed, new Permission("id", action, "s3.amazonaws.com").AllowsService("lambda:InvokeFunction", "s3.amazonaws.com", Bucket, Account));

    [Fact]
    public void Conditions_that_cannot_hold_here_let_nobody_in()
    {
        Assert.False(new Permission("id", "lambda:InvokeFunction", "*", PrincipalOrgId: "o-1").AllowsService("lambda:InvokeFunction", "s3.amazonaws.com", Bucket, Account));
        Assert.False(new Permission("id", "lambda:InvokeFunction", "*", EventSourceToken: "t").AllowsAccount("lambda:InvokeFunction", "111111111111"));
    }

    [Fact]
    public void A_public_URL_needs_a_statement_for_everybody_and_for_its_kind()
    {
        Assert.True(new Permission("id", "lambda:InvokeFunctionUrl", "*", FunctionUrlAuthType: "NONE").AllowsUrl("NONE"));
        Assert.False(new Permission("id", "lambda:InvokeFunctionUrl", "*", FunctionUrlAuthType: "AWS_IAM").AllowsUrl("NONE"));
        Assert.False(new Permission("id", "lambda:InvokeFunction", "*").AllowsUrl("NONE"));
        Assert.False(new Permission("id", "lambda:InvokeFunctionUrl", Account, FunctionUrlAuthType: "NONE").AllowsUrl("NONE"));
    }
}
