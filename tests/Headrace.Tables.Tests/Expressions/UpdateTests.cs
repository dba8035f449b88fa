using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Expressions;

public sealed class UpdateTests
{
    private const string Item = """{"n":{"N":"5"},"s":{"S":"x"},"l":{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]},"m":{"M":{"a":{"N":"1"},"l":{"L":[{"M":{"x":{"S":"y"}}}]}}},"ss":{"SS":["a","b"]}}""";

    private const string Values = """{":1":{"N":"1"},":s":{"S":"new"},":l":{"L":[{"S":"z"}]},":e":{"L":[]},":ab":{"SS":["a","b"]},":bc":{"SS":["b","c"]},":ns":{"NS":["1"]},":m":{"M":{}}}""";

    [Theory]
    [InlineData("SET n = n + :1", "n", """{"N":"6"}""")]
    [InlineData("SET n = n - :1, s = :s", "s", """{"S":"new"}""")]
    [InlineData("SET n = if_not_exists(nope, :1) + n", "n", """{"N":"6"}""")]
    [InlineData("SET s = n, n = s", "s", """{"N":"5"}""")]
    [InlineData("SET fresh = if_not_exists(fresh, :1)", "fresh", """{"N":"1"}""")]
    [InlineData("SET l = list_append(l, :l)", "l", """{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"S":"z"}]}""")]
    [InlineData("SET l = list_append(:l, l)", "l", """{"L":[{"S":"z"},{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET made = list_append(if_not_exists(made, :e), :l)", "made", """{"L":[{"S":"z"}]}""")]
    [InlineData("SET l[1] = :s", "l", """{"L":[{"N":"0"},{"S":"new"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET l[9] = :s, l[7] = :1", "l", """{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"},{"N":"1"},{"S":"new"}]}""")]
    [InlineData("REMOVE l[0], l[2]", "l", """{"L":[{"N":"1"},{"N":"3"}]}""")]
    [InlineData("SET l[1] = l[3] REMOVE l[0]", "l", """{"L":[{"N":"3"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("REMOVE l[17]", "l", """{"L":[{"N":"0"},{"N":"1"},{"N":"2"},{"N":"3"}]}""")]
    [InlineData("SET m.b = :s", "m", """{"M":{"a":{"N":"1"},"l":{"L":[{"M":{"x":{"S":"y"}}}]},"b":{"S":"new"}}}""")]
    [InlineData("SET m.l[0].x = :1 REMOVE m.a", "m", """{"M":{"l":{"L":[{"M":{"x":{"N":"1"}}}]}}}""")]
    [InlineData("ADD n :1", "n", """{"N":"6"}""")]
    [InlineData("ADD fresh :1", "fresh", """{"N":"1"}""")]
    [InlineData("ADD m.a :1", "m", """{"M":{"a":{"N":"2"},"l":{"L":[{"M":{"x":{"S":"y"}}}]}}}""")]
    [InlineData("ADD ss :bc", "ss", """{"SS":["a","b","c"]}""")]
    [InlineData("ADD made :bc", "made", """{"SS":["b","c"]}""")]
    [InlineData("DELETE ss :bc", "ss", """{"SS":["a"]}""")]
    [InlineData("DELETE ss :ab", "ss", "null")]
    [InlineData("DELETE nope :ab", "nope", "null")]
    [InlineData("REMOVE s SET n = :1 ADD ss :bc DELETE nope :ab", "s", "null")]
    [InlineData("SET n = (n + :1)", "n", """{"N":"6"}""")]
    public void Updates_leave_what_they_should(string update, string attribute, string expected)
    {
        var before = Expression.Item(Item);
        var after = UpdateEvaluator.Apply(UpdateParser.Parse(update, Expression.Placeholders(values: Values)), before);

        Assert.Equal(expected, after.TryGetValue(attribute, out var value) ? Expression.Text(new() { ["v"] = value })[5..^1] : "null");
        Assert.Equal(AttributeValue.OfMap(Expression.Item(Item)), AttributeValue.OfMap(before));
    }

    [Theory]
    [InlineData("SET n = nope + :1", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET n = s + :1", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET n = list_append(s, :l)", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET nope.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET s.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET m[0] = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET l.a = :1", "The document path provided in the update expression is invalid for update")]
    [InlineData("REMOVE nope.a", "The document path provided in the update expression is invalid for update")]
    [InlineData("ADD s :1", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD ss :ns", "An operand in the update expression has an incorrect data type")]
    [InlineData("DELETE n :ab", "An operand in the update expression has an incorrect data type")]
    public void What_does_not_fit_the_item_is_refused(string update, string message) =>
        Assert.Equal(message, Expression.Refusal(() => Expression.Update(update, Item, Values)));

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("n = :1", "Syntax error; token: \"n\", near: \"n =\"")]
    [InlineData("SET n :1", "Syntax error; token: \":1\", near: \"n :1\"")]
    [InlineData("SET n = :1,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("SET n = n + :1 + :1", "Syntax error; token: \"+\", near: \":1 + :1\"")]
    [InlineData("ADD n n", "Syntax error; token: \"n\", near: \"n n\"")]
    [InlineData("SET n = :1 SET s = :1", "The \"SET\" section can only be used once in an update expression;")]
    [InlineData("SET n = :1 REMOVE n", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]")]
    [InlineData("SET m.a = :1, m = :m", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m]")]
    [InlineData("SET m.a = :1, m[1] = :1", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [1]]")]
    [InlineData("SET name = :1", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("SET n = nope(n)", "Invalid function name; function: nope")]
    [InlineData("SET n = size(n)", "The function is not allowed in an update expression; function: size")]
    [InlineData("SET n = list_append(n)", "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1")]
    [InlineData("SET n = list_append(:1, n)", "Incorrect operand type for operator or function; operator or function: list_append, operand type: N")]
    [InlineData("SET n = n + :s", "Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("SET n = if_not_exists(:1, n)", "Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("ADD n :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING")]
    [InlineData("DELETE n :1", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER")]
    [InlineData("SET n = :nope", "An expression attribute value used in expression is not defined; attribute value: :nope")]
    [InlineData("REMOVE #nope", "An expression attribute name used in the document path is not defined; attribute name: #nope")]
    public void Faults_are_told_in_the_words_of_AWS(string update, string message) => Assert.Equal(
        "Invalid UpdateExpression: " + message, Expression.Refusal(() => UpdateParser.Parse(update, Expression.Placeholders(values: Values))));
}
