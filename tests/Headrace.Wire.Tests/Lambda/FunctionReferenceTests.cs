using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.Lambda;
using Xunit;

namespace Headrace.Wire.Tests.Lambda;

/// <summary>Names, partial ARNs and ARNs of functions.</summary>
public sealed class FunctionReferenceTests
{
    [Theory]
    [InlineData("gauge", null, null, "gauge", null)]
    [InlineData("gauge:live", null, null, "gauge", "live")]
    [InlineData("gauge:$LATEST", null, null, "gauge", "$LATEST")]
    [InlineData("function", null, null, "function", null)]
    [InlineData("function:gauge", null, null, "gauge", null)]
    [InlineData("123456789012:function:gauge", null, "123456789012", "gauge", null)]
    [InlineData("123456789012:gauge:3", null, "123456789012", "gauge", "3")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:gauge", "eu-west-1", "123456789012", "gauge", null)]
    [InlineData("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:gauge:live", "us-gov-west-1", "123456789012", "gauge", "live")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function", "us-east-1", "123456789012", "function", null)]
    public void The_parts_of_a_name_are_told_apart(string text, string? region, string? account, string name, string? qualifier) =>
        Assert.Equal(new FunctionReference(region, account, name, qualifier), FunctionReference.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("my-function!")]
    [InlineData("arn:aws:s3:::bucket")]
    [InlineData("arn:aws:lambda:nowhere:123456789012:function:gauge")]
    [InlineData("gauge:1:2")]
    [InlineData("gauge:$LATES")]
    [InlineData("gauge\n")]
    public void What_is_no_name_is_null(string text) => Assert.Null(FunctionReference.Parse(text));

    [Fact]
    public void Parsing_agrees_with_AWSs_patterns()
    {
        var aws = new Regex($@"\A(?:{FunctionReference.NamePattern})\z");
        var part = Gen.Elements("arn", "aws", "lambda", "us-east-1", "us-gov-west-1", "123456789012", "12345", "function", "gauge", "a.b", "$LATEST", "$LATEST.PUBLISHED", "live", "1", "", "x!");
        Prop.ForAll(part.ArrayOf().ToArbitrary(), parts =>
        {
            var text = string.Join(':', parts);
            return FunctionReference.Parse(text) is not null == aws.IsMatch(text);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_ARN_of_a_layer_version_comes_back_as_it_was()
    {
        const string Arn = "arn:aws:lambda:us-east-1:123456789012:layer:tools:12";
        var reference = LayerVersionReference.Parse(Arn);
        Assert.Equal(new LayerVersionReference("us-east-1", "123456789012", "tools", 12), reference);
        Assert.Equal(Arn, reference.ToString());
        Assert.Null(LayerVersionReference.Parse("arn:aws:lambda:us-east-1:123456789012:layer:tools"));
        Assert.Null(LayerVersionReference.Parse("arn:aws:lambda:us-east-1:123456789012:layer:tools:99999999999999999999"));
    }
}
