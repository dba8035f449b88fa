using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Expressions;
using Headrace.Tables.Tests.Values;

namespace Headrace.Tables.Tests.Expressions;

public sealed class ConditionTests
{
    private const string Item = """
        {"id":{"S":"a"},"n":{"N":"5"},"bin":{"B":"AQID"},"t":{"BOOL":true},"nil":{"NULL":true},"ss":{"SS":["x","y"]},"ns":{"NS":["1","2.50"]},"bs":{"BS":["AQ=="]},
         "l":{"L":[{"S":"p"},{"L":[{"N":"7"}]}]},"m":{"M":{"a":{"M":{"b":{"N":"9"}}},"dotted.name":{"S":"d"}}}}
        """;

    private const string Values = """
        {":five":{"N":"5.0"},":six":{"N":"6"},":a":{"S":"a"},":b":{"S":"b"},":x":{"S":"x"},":two":{"N":"2.5"},":bytes":{"B":"AQI="},":one":{"B":"AQ=="},":S":{"S":"S"},":N":{"S":"N"},
         ":three":{"N":"3"},":seven":{"N":"7"},":sets":{"SS":["y","x"]},":list":{"L":[{"N":"7"}]},":p":{"S":"p"},":nine":{"N":"9"},":1":{"N":"1"},":2":{"N":"2"},":d":{"S":"d"}}
        """;

    [Theory]
    [InlineData("n = :five", true)]
    [InlineData("n <> :five", false)]
    [InlineData("n < :six AND n > :three", true)]
    [InlineData("n <= :five and n >= :five", true)]
    [InlineData("n = :a", false)]
    [InlineData("n < :a", false)]
    [InlineData("gone = :a", false)]
    [InlineData("gone <> :a", true)]
    [InlineData("gone < :a", false)]
    [InlineData("NOT gone < :a", true)]
    [InlineData(":five = n", true)]
    [InlineData(":six > n", true)]
    [InlineData("id = n", false)]
    [InlineData("n BETWEEN :three AND :six", true)]
    [InlineData("n between :six and :seven", false)]
    [InlineData("NOT n BETWEEN :six AND :seven AND id = :a", true)]
    [InlineData("n IN (:three, :five)", true)]
    [InlineData("n IN (:three)", false)]
    [InlineData("id IN (:five, :a)", true)]
    [InlineData("attribute_exists(m.a.b)", true)]
    [InlineData("attribute_exists(m.a.c)", false)]
    [InlineData("attribute_exists(l[1][0])", true)]
    [InlineData("attribute_exists(l[2])", false)]
    [InlineData("attribute_exists(id.b)", false)]
    [InlineData("attribute_not_exists(l[1][1])", true)]
    [InlineData("attribute_type(id, :S)", true)]
    [InlineData("attribute_type(n, :S)", false)]
    [InlineData("attribute_type(gone, :N)", false)]
    [InlineData("begins_with(id, :a)", true)]
    [InlineData("begins_with(bin, :bytes)", true)]
    [InlineData("begins_with(n, :a)", false)]
    [InlineData("contains(ss, :x)", true)]
    [InlineData("contains(ss, :a)", false)]
    [InlineData("contains(ns, :two)", true)]
    [InlineData("contains(bs, :one)", true)]
    [InlineData("contains(bin, :bytes)", true)]
    [InlineData("contains(l, :p)", true)]
    [InlineData("contains(l, :list)", true)]
    [InlineData("contains(id, :five)", false)]
    [InlineData("size(l) = :2", true)]
    [InlineData("size(ss) = :2", true)]
    [InlineData("size(bin) = :three", true)]
    [InlineData("size(m) = size(l)", true)]
    [InlineData("size(n) = :1", false)]
    [InlineData("size(gone) = :1", false)]
    [InlineData("ss = :sets", true)]
    [InlineData("l[1] = :list", true)]
    [InlineData("l[1][0] = :seven", true)]
    [InlineData("m.a.b = :nine", true)]
    [InlineData("m.#dotted = :d", true)]
    [InlineData("id = :b OR n = :five AND t = t2 OR n = :six", false)]
    [InlineData("id = :a OR n = :six AND id = :b", true)]
    [InlineData("(id = :a OR n = :six) AND id = :b", false)]
    [InlineData("NOT id = :a OR n = :five", true)]
    [InlineData("NOT (id = :a OR n = :five)", false)]
    [InlineData("NOT NOT id = :a", true)]
    [InlineData("(id) = (:a)", true)]
    public void Conditions_hold_or_do_not(string condition, bool holds) =>
        Assert.Equal(holds, Expression.Holds(condition, Item, Values, """{"#dotted":"dotted.name"}"""));

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("a = ", "Syntax error; token: \"<EOF>\", near: \"= \"")]
    [InlineData("a := :v", "Syntax error; token: \":\", near: \"a :=\"")]
    [InlineData("a = :v b", "Syntax error; token: \"b\", near: \":v b\"")]
    [InlineData("a", "Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData("AND = :v", "Syntax error; token: \"AND\", near: \"AND =\"")]
    [InlineData("a[b] = :v", "Syntax error; token: \"b\", near: \"[b]\"")]
    [InlineData("a = :v AND", "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("((a = :v))", "The expression has redundant parentheses;")]
    [InlineData("((a)) = :v", "The expression has redundant parentheses;")]
    [InlineData("size = :v", "Attribute name is a reserved keyword; reserved keyword: size")]
    [InlineData("b.Name = :v", "Attribute name is a reserved keyword; reserved keyword: Name")]
    [InlineData("nope(a, :v)", "Invalid function name; function: nope")]
    [InlineData("if_not_exists(a, :v) = :v", "The function is not allowed in a condition expression; function: if_not_exists")]
    [InlineData("a = :w", "An expression attribute value used in expression is not defined; attribute value: :w")]
    [InlineData("#w = :v", "An expression attribute name used in the document path is not defined; attribute name: #w")]
    [InlineData("attribute_exists(a, :v)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("attribute_exists(:v)", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("begins_with(a, :n)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("attribute_type(a, :v)", "Invalid attribute type name found; type: text, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("attribute_type(a, b)", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}")]
    [InlineData("size(:n) = :n", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("size(a)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("a = attribute_exists(b)", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("a.b[0] = a.b[0]", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a, b, [0]]")]
    [InlineData("a BETWEEN :n AND :m", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}")]
    [InlineData("a BETWEEN :n AND :v", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:text}")]
    public void Faults_are_told_in_the_words_of_AWS(string condition, string message) => Assert.Equal(
        "Invalid ConditionExpression: " + message,
        Expression.Refusal(() => ConditionParser.Parse("ConditionExpression", condition, Expression.Placeholders(values: """{":v":{"S":"text"},":n":{"N":"2"},":m":{"N":"1"}}"""))));

    [Fact]
    public void An_expression_has_4096_bytes_and_300_operators()
    {
        var values = Expression.Placeholders(values: """{":v":{"N":"1"}}""");
        ConditionParser.Parse("FilterExpression", string.Join(" OR ", Enumerable.Repeat("a=:v", 150)), values);
        Assert.Equal(
            "Invalid FilterExpression: The expression contains too many operators; operator count: 301",
            Expression.Refusal(() => ConditionParser.Parse("FilterExpression", string.Join(" OR ", Enumerable.Repeat("a=:v", 151)), values)));
        Assert.Equal(
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097",
            Expression.Refusal(() => ConditionParser.Parse("FilterExpression", new string('é', 2048) + "a", values)));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("NOT ")]
    [InlineData("size(")]
    public void Nesting_does_not_exhaust_the_stack(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 4000 / opening.Length));
        Assert.StartsWith("Invalid FilterExpression: ", Expression.Refusal(() => ConditionParser.Parse("FilterExpression", text, Expression.Placeholders())), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_parsed_or_refused() => Prop.ForAll(
        Gen.ListOf(Gen.Elements("a", "#n", ":v", "(", ")", "[", "]", "0", ".", ",", "=", "<", ">", "<>", "+", "-", "AND", "OR", "NOT", "IN", "BETWEEN", "size", "contains", "SET", "REMOVE", "ADD", "é", "\0", "!"))
            .Select(static words => string.Join(' ', words)).ToArbitrary(),
        static text =>
        {
            var placeholders = Expression.Placeholders("""{"#n":"n"}""", """{":v":{"N":"1"}}""");
            foreach (var parse in new Action[]
            {
                () => ConditionParser.Parse("FilterExpression", text, placeholders), () => UpdateParser.Parse(text, placeholders), () => Projection.Parse(text, placeholders),
            })
            {
                try
                {
                    parse();
                }
                catch (TablesException refused)
                {
                    Assert.StartsWith("Invalid ", refused.Message, StringComparison.Ordinal);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Comparisons_of_any_two_values_agree_with_each_other() => Prop.ForAll(AttributeValues.Any, AttributeValues.Any, static (left, right) =>
    {
        bool Is(Comparator comparator) => ConditionEvaluator.Compare(comparator, left, right);
        var ordered = left.CompareWith(right) is not null;
        return Is(Comparator.Equal) != Is(Comparator.NotEqual)
            && Is(Comparator.Equal) == ConditionEvaluator.Compare(Comparator.Equal, right, left)
            && Is(Comparator.Less) == ConditionEvaluator.Compare(Comparator.Greater, right, left)
            && (!ordered || (Is(Comparator.LessOrEqual) == (Is(Comparator.Less) || Is(Comparator.Equal)) && Is(Comparator.Less) != Is(Comparator.GreaterOrEqual)))
            && (ordered || !(Is(Comparator.Less) || Is(Comparator.GreaterOrEqual)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
