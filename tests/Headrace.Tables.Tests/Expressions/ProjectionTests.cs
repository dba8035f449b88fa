using Headrace.Tables.Expressions;

namespace Headrace.Tables.Tests.Expressions;

public sealed class ProjectionTests
{
    private const string Item = """{"a":{"S":"x"},"l":{"L":[{"N":"0"},{"N":"1"},{"M":{"p":{"N":"2"},"q":{"N":"3"}}}]},"m":{"M":{"b":{"N":"4"},"c":{"N":"5"}}}}""";

    [Theory]
    [InlineData("a", """{"a":{"S":"x"}}""")]
    [InlineData("a, nope", """{"a":{"S":"x"}}""")]
    [InlineData("m.b", """{"m":{"M":{"b":{"N":"4"}}}}""")]
    [InlineData("m.b, m.c", """{"m":{"M":{"b":{"N":"4"},"c":{"N":"5"}}}}""")]
    [InlineData("l[2].q, l[0]", """{"l":{"L":[{"N":"0"},{"M":{"q":{"N":"3"}}}]}}""")]
    [InlineData("l[7], m.nope.x", "{}")]
    [InlineData("#x", """{"a":{"S":"x"}}""")]
    public void Parts_are_picked_and_lists_closed_up(string projection, string expected) => Assert.Equal(expected, Expression.Project(projection, Item, """{"#x":"a"}"""));

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("a,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("a b", "Syntax error; token: \"b\", near: \"a b\"")]
    [InlineData("a, a", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("m, m.b", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, b]")]
    [InlineData("name", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("#nope", "An expression attribute name used in the document path is not defined; attribute name: #nope")]
    [InlineData("l[100000]", "List index is not within the allowable range; index: [100000]")]
    public void Faults_are_told_in_the_words_of_AWS(string projection, string message) => Assert.Equal(
        "Invalid ProjectionExpression: " + message, Expression.Refusal(() => Projection.Parse(projection, Expression.Placeholders())));

    [Fact]
    public void A_path_has_32_levels() => Assert.Equal(
        "Invalid ProjectionExpression: The document path has too many nesting levels; nesting levels: 33",
        Expression.Refusal(() => Projection.Parse(string.Join('.', Enumerable.Repeat("a", 33)), Expression.Placeholders())));

    [Fact]
    public void What_no_expression_uses_is_refused()
    {
        var placeholders = Expression.Placeholders("""{"#a":"a","#b":"b"}""", """{":v":{"S":"x"}}""");
        ConditionParser.Parse("FilterExpression", "#a = :v", placeholders);
        Assert.Equal("Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}", Expression.Refusal(placeholders.CheckAllUsed));
    }
}
