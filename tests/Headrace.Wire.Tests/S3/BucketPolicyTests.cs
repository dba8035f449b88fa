using System.Text;
using Headrace.Wire.S3;
using Xunit;
using static Headrace.Wire.S3.BucketPolicy;

namespace Headrace.Wire.Tests.S3;

public sealed class BucketPolicyTests
{
    private const string Bucket = "pictures";

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::pictures/a/b.jpg", Verdict.Allowed)]
    [InlineData("s3:getobject", "arn:aws:s3:::pictures/a/b.jpg", Verdict.Allowed)]
    [InlineData("s3:GetObject", "arn:aws:s3:::pictures/b/b.jpg", Verdict.Silent)]
    [InlineData("s3:PutObject", "arn:aws:s3:::pictures/a/b.jpg", Verdict.Silent)]
    [InlineData("s3:GetObject", "arn:aws:s3:::pictures/a/secret/b.jpg", Verdict.Denied)]
    public void A_statement_applies_to_its_actions_and_resources_and_deny_wins(string action, string resource, Verdict verdict)
    {
        var policy = Read("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "arn:aws:s3:::pictures/a/*"},
              {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["s3:*"], "Resource": ["arn:aws:s3:::pictures/*/secret/?.jpg"]}]}
            """);

        Assert.Equal(verdict, policy.Evaluate(null, action, resource));
        Assert.True(policy.IsPublic);
    }

    [Theory]
    [InlineData("111111111111", Verdict.Allowed)]
    [InlineData("222222222222", Verdict.Allowed)]
    [InlineData("333333333333", Verdict.Silent)]
    [InlineData(null, Verdict.Silent)]
    public void Accounts_are_named_by_number_or_arn(string? account, Verdict verdict) => Assert.Equal(verdict, Read("""
        {"Statement": {"Effect": "Allow", "Principal": {"AWS": ["111111111111", "arn:aws:iam::222222222222:root"]}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*"}}
        """).Evaluate(account, "s3:GetObject", "arn:aws:s3:::pictures/k"));

    [Theory]
    [InlineData("s3:GetObject", Verdict.Silent)]
    [InlineData("s3:PutObject", Verdict.Denied)]
    public void NotAction_means_all_others(string action, Verdict verdict) => Assert.Equal(verdict, Read("""
        {"Statement": [{"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*"}]}
        """).Evaluate(null, action, "arn:aws:s3:::pictures/k"));

    [Theory]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}""", "Condition")]
    [InlineData("""{"Statement": [{"Effect": "Deny", "NotPrincipal": {"AWS": "1"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/*"}]}""", "NotPrincipal")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pictures/${aws:username}/*"}]}""", "Resource with a policy variable")]
    public void What_would_have_to_be_ignored_is_named(string json, string element) => Assert.Equal(element, Read(json).NotImplemented);

    [Theory]
    [InlineData("", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData(" {}", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("{", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("{}", "Missing required field Statement")]
    [InlineData("""{"Statement": []}""", "Could not parse the policy: Statement is empty!")]
    [InlineData("""{"Statement": [{"Effect": "Maybe", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}""", "Invalid effect: Maybe")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Principal": "me", "Action": "s3:*", "Resource": "*"}]}""", "Invalid principal in policy")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ec2:*", "Resource": "*"}]}""", "Policy has invalid action")]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::other/*"}]}""", "Policy has invalid resource")]
    public void A_policy_that_makes_no_sense_is_refused(string json, string message)
    {
        var refused = Assert.Throws<S3DocumentException>(() => Read(json));
        Assert.Equal(("MalformedPolicy", message), (refused.Code, refused.Message));
    }

    private static BucketPolicy Read(string json) => Parse(Encoding.UTF8.GetBytes(json), Bucket);
}
