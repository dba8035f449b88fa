using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

public sealed class PermissionEvaluationTests
{
    private const string Invoke = "lambda:InvokeFunction";
    private const string S3 = "s3.amazonaws.com";
    private const string Account = "000000000000";

    private static readonly Permission Statement = new("sid", Invoke, S3);

    [Theory]
    [InlineData("arn:aws:s3:::photos", "arn:aws:s3:::photos", true)]
    [InlineData("arn:aws:s3:::photos", "arn:aws:s3:::photos-2", false)]
    [InlineData("arn:aws:s3:::photos*", "arn:aws:s3:::photos-2", true)]
    [InlineData("arn:aws:s3:::photos*", "arn:aws:s3:::photos", true)]
    [InlineData("arn:aws:s3:::*", "arn:aws:s3:::photos", true)]
    [InlineData("arn:aws:s3:::phot?s", "arn:aws:s3:::photos", true)]
    [InlineData("arn:aws:s3:::photos?", "arn:aws:s3:::photos", false)]
    [InlineData("arn:aws:s3:*:*:photos", "arn:aws:s3:::photos", true)]
    [InlineData("arn:*:s3:::photos", "arn:aws:s3:::photos", true)]
    [InlineData("arn:aws:*", "arn:aws:s3:::photos", false)]
    [InlineData("arn:aws:s3:::Photos", "arn:aws:s3:::photos", false)]
    [InlineData("arn:aws:sns:*:*:*", "arn:aws:s3:::photos", false)]
    [InlineData("arn:aws:events:us-east-1:000000000000:rule/*:x", "arn:aws:events:us-east-1:000000000000:rule/a:b:x", true)]
    public void A_source_arn_is_matched_segment_by_segment(string pattern, string source, bool allowed) =>
        Assert.Equal(allowed, (Statement with { SourceArn = pattern }).AllowsService(Invoke, S3, source, Account));

    [Fact]
    public void A_source_account_must_be_the_buckets()
    {
        Assert.True(Allows(Statement with { SourceAccount = Account }));
        Assert.False(Allows(Statement with { SourceAccount = "111111111111" }));
        Assert.False(Allows(Statement with { SourceAccount = "111111111111", SourceArn = "arn:aws:s3:::photos" }));
    }

    [Theory]
    [InlineData(S3, true)]
    [InlineData("*", true)]
    [InlineData("sns.amazonaws.com", false)]
    [InlineData("s3.amazonaws.com.evil.amazonaws.com", false)]
    [InlineData(Account, false)]
    [InlineData("arn:aws:iam::000000000000:root", false)]
    public void A_principal_must_be_the_service_or_everybody(string principal, bool allowed) =>
        Assert.Equal(allowed, Allows(Statement with { Principal = principal }));

    [Theory]
    [InlineData(Invoke, true)]
    [InlineData("lambda:*", true)]
    [InlineData("*", true)]
    [InlineData("lambda:InvokeFunctionUrl", false)]
    [InlineData("lambda:GetFunction", false)]
    public void An_action_must_cover_the_invocation(string action, bool allowed) => Assert.Equal(allowed, Allows(Statement with { Action = action }));

    [Fact]
    public void A_condition_that_a_services_call_does_not_meet_refuses_it()
    {
        Assert.False(Allows(Statement with { EventSourceToken = "token" }));
        Assert.False(Allows(Statement with { PrincipalOrgId = "o-123" }));
        Assert.False(Allows(Statement with { Principal = "*", FunctionUrlAuthType = "NONE" }));
        Assert.False(Allows(Statement with { Principal = "*", InvokedViaFunctionUrl = true }));
    }

    [Theory]
    [InlineData("000000000000", true)]
    [InlineData("arn:aws:iam::000000000000:root", true)]
    [InlineData("*", true)]
    [InlineData("111111111111", false)]
    [InlineData(S3, false)]
    public void An_account_is_let_in_by_its_number_or_its_root(string principal, bool allowed)
    {
        var statement = Statement with { Principal = principal };

        Assert.Equal(allowed, statement.AllowsAccount(Invoke, Account));
        Assert.False((statement with { SourceArn = "arn:aws:s3:::photos" }).AllowsAccount(Invoke, Account));
        Assert.False((statement with { InvokedViaFunctionUrl = true }).AllowsAccount(Invoke, Account));
    }

    [Fact]
    public void A_public_url_is_open_to_everybody_of_its_kind_only()
    {
        var open = new Permission("sid", "lambda:InvokeFunctionUrl", "*", FunctionUrlAuthType: "NONE");

        Assert.True(open.AllowsUrl("NONE"));
        Assert.False(open.AllowsUrl("AWS_IAM"));
        Assert.False((open with { Principal = Account }).AllowsUrl("NONE"));
        Assert.False((open with { Action = Invoke }).AllowsUrl("NONE"));
        Assert.False((open with { SourceAccount = Account }).AllowsUrl("NONE"));
    }

    private static bool Allows(Permission permission) => permission.AllowsService(Invoke, S3, "arn:aws:s3:::photos", Account);
}
