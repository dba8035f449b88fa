using System.Globalization;
using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>Reads conditions, filters and key conditions.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
/// <code>
/// condition  = operand comparator operand | operand BETWEEN operand AND operand | operand IN ( operand, … ) | function
///            | condition AND condition | condition OR condition | NOT condition | ( condition )
/// comparator = "=" | "&lt;&gt;" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
/// function   = attribute_exists (path) | attribute_not_exists (path) | attribute_type (path, type)
///            | begins_with (path, substr) | contains (path, operand) | size (path)
/// </code>
/// </remarks>
public static class ConditionParser
{
    private const int MostCandidates = 100;

    private static readonly string[] Keywords = ["AND", "OR", "NOT", "BETWEEN", "IN"];
    private static readonly string[] UpdateFunctions = ["if_not_exists", "list_append"];

    /// <param name="parameter">Such as <c>ConditionExpression</c>.</param>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Condition Parse(string parameter, string text, Placeholders placeholders) =>
        ExpressionReader.Read(parameter, text, placeholders, static token => Array.Exists(Keywords, token.IsWord), static reader =>
        {
            var parsed = ReadOr(reader);
            return AsCondition(reader, parsed);
        });

    private static Term ReadOr(ExpressionReader reader)
    {
        var left = ReadAnd(reader);
        while (reader.Current.IsWord("OR"))
        {
            left = Combine(reader, left, ReadAnd, static (one, two) => new Condition.Or(one, two));
        }

        return left;
    }

    private static Term ReadAnd(ExpressionReader reader)
    {
        var left = ReadNot(reader);
        while (reader.Current.IsWord("AND"))
        {
            left = Combine(reader, left, ReadNot, static (one, two) => new Condition.And(one, two));
        }

        return left;
    }

    private static Term Combine(ExpressionReader reader, Term left, Func<ExpressionReader, Term> readRight, Func<Condition, Condition, Condition> make)
    {
        var one = AsCondition(reader, left);
        reader.Next();
        reader.CountOperator();
        var two = AsCondition(reader, readRight(reader));
        return new Term(make(one, two));
    }

    private static Term ReadNot(ExpressionReader reader)
    {
        if (!reader.TakeWord("NOT"))
        {
            return ReadComparison(reader);
        }

        reader.CountOperator();
        reader.Enter();
        var inner = AsCondition(reader, ReadNot(reader));
        reader.Leave();
        return new Term(new Condition.Not(inner));
    }

    private static Term ReadComparison(ExpressionReader reader)
    {
        var left = ReadTerm(reader);
        if (ComparatorOf(reader.Current) is { } comparator)
        {
            var symbol = reader.Current.Text;
            var one = AsOperand(reader, left);
            reader.Next();
            reader.CountOperator();
            var two = AsOperand(reader, ReadTerm(reader));
            CheckDistinct(reader, symbol, one, two);
            return new Term(new Condition.Comparison(comparator, one, two));
        }

        if (reader.Current.IsWord("BETWEEN"))
        {
            var value = AsOperand(reader, left);
            reader.Next();
            reader.CountOperator();
            var low = AsOperand(reader, ReadTerm(reader));
            if (!reader.TakeWord("AND"))
            {
                throw reader.SyntaxError();
            }

            var high = AsOperand(reader, ReadTerm(reader));
            CheckBounds(reader, low, high);
            return new Term(new Condition.Between(value, low, high));
        }

        if (reader.Current.IsWord("IN"))
        {
            var value = AsOperand(reader, left);
            reader.Next();
            reader.CountOperator();
            reader.Expect("(");
            var candidates = ReadArguments(reader);
            if (candidates.Count > MostCandidates)
            {
                reader.Errors.Add(ExpressionFault.OperandCount, string.Create(
                    CultureInfo.InvariantCulture, $"The IN operator is provided with too many operands; number of operands: {candidates.Count}"));
            }

            return new Term(new Condition.In(value, candidates));
        }

        return left;
    }

    private static Comparator? ComparatorOf(Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "=" => Comparator.Equal,
        "<>" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        _ => null,
    };

    /// <summary>An operand, a function, or either in parentheses.</summary>
    private static Term ReadTerm(ExpressionReader reader)
    {
        if (reader.Current.Is("("))
        {
            var start = reader.Position;
            reader.Next();
            reader.Enter();
            var inner = ReadOr(reader);
            reader.Leave();
            reader.Expect(")");
            if (inner.Parenthesised == (start + 1, reader.Position - 1))
            {
                reader.Errors.Add(ExpressionFault.RedundantParentheses, "The expression has redundant parentheses;");
            }

            return inner with { Parenthesised = (start, reader.Position) };
        }

        if (reader.Current.Kind == TokenKind.ValuePlaceholder)
        {
            return new Term(reader.ReadValue() is { } value ? new Operand.Literal(value) : new Operand.Faulty());
        }

        if (reader.IsAtPath && reader.Current.Kind == TokenKind.Identifier && reader.Peek().Is("("))
        {
            return ReadFunction(reader);
        }

        return reader.IsAtPath
            ? new Term(reader.ReadPath() is { } path ? new Operand.Path(path) : new Operand.Faulty())
            : throw reader.SyntaxError();
    }

    private static Term ReadFunction(ExpressionReader reader)
    {
        var name = reader.Next().Text;
        reader.CountOperator();
        reader.Expect("(");
        reader.Enter();
        var arguments = ReadArguments(reader);
        reader.Leave();
        var count = name switch
        {
            "attribute_exists" or "attribute_not_exists" or "size" => 1,
            "attribute_type" or "begins_with" or "contains" => 2,
            _ => 0,
        };
        if (count == 0)
        {
            var message = Array.IndexOf(UpdateFunctions, name) >= 0 ? "The function is not allowed in a condition expression" : "Invalid function name";
            reader.Errors.Add(ExpressionFault.UnknownFunction, $"{message}; function: {name}");
            return new Term(new Condition.Faulty(name)) { Function = name };
        }

        if (arguments.Count != count)
        {
            reader.Errors.Add(ExpressionFault.OperandCount, string.Create(
                CultureInfo.InvariantCulture,
                $"Incorrect number of operands for operator or function; operator or function: {name}, number of operands: {arguments.Count}"));
            return new Term(new Condition.Faulty(name)) { Function = name };
        }

        if (count == 2)
        {
            CheckDistinct(reader, name, arguments[0], arguments[1]);
        }

        return MakeFunction(reader, name, arguments) with { Function = name };
    }

    private static Term MakeFunction(ExpressionReader reader, string name, List<Operand> arguments)
    {
        switch (name)
        {
            case "attribute_exists" or "attribute_not_exists":
                if (arguments[0] is Operand.Path { Document: var document })
                {
                    return new Term(name == "attribute_exists" ? new Condition.AttributeExists(document) : new Condition.AttributeNotExists(document));
                }

                if (arguments[0] is not Operand.Faulty)
                {
                    reader.Errors.Add(ExpressionFault.OperandType, $"Operator or function requires a document path; operator or function: {name}");
                }

                return new Term(new Condition.Faulty(name));
            case "size":
                if (TypeOf(arguments[0]) is AttributeType.N or AttributeType.BOOL or AttributeType.NULL)
                {
                    AddOperandType(reader, name, TypeOf(arguments[0])!.Value);
                }

                return new Term(new Operand.Size(arguments[0]));
            case "attribute_type":
                CheckTypeName(reader, arguments[1]);
                return new Term(new Condition.AttributeTypeIs(arguments[0], arguments[1]));
            case "begins_with":
                foreach (var argument in arguments)
                {
                    if (TypeOf(argument) is { } type and not (AttributeType.S or AttributeType.B))
                    {
                        AddOperandType(reader, name, type);
                    }
                }

                return new Term(new Condition.BeginsWith(arguments[0], arguments[1]));
            default:
                return new Term(new Condition.Contains(arguments[0], arguments[1]));
        }
    }

    private static void CheckTypeName(ExpressionReader reader, Operand operand)
    {
        if (operand is Operand.Faulty)
        {
            return;
        }

        var type = TypeOf(operand);
        if (type != AttributeType.S)
        {
            reader.Errors.Add(
                ExpressionFault.OperandType,
                $"Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {type?.ToString() ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"}");
        }
        else if (operand is Operand.Literal { Value.String: var name } && (!Enum.TryParse<AttributeType>(name, out _) || !char.IsAsciiLetterUpper(name[0])))
        {
            reader.Errors.Add(
                ExpressionFault.OperandType, $"Invalid attribute type name found; type: {name}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}");
        }
    }

    private static void AddOperandType(ExpressionReader reader, string name, AttributeType type) => reader.Errors.Add(
        ExpressionFault.OperandType, $"Incorrect operand type for operator or function; operator or function: {name}, operand type: {type}");

    /// <summary>Operands after an opening parenthesis, to the closing one.</summary>
    private static List<Operand> ReadArguments(ExpressionReader reader)
    {
        var arguments = new List<Operand> { AsOperand(reader, ReadTerm(reader)) };
        while (reader.Take(","))
        {
            arguments.Add(AsOperand(reader, ReadTerm(reader)));
        }

        reader.Expect(")");
        return arguments;
    }

    private static AttributeType? TypeOf(Operand operand) => operand switch
    {
        Operand.Literal literal => literal.Value.Type,
        Operand.Size => AttributeType.N,
        _ => null,
    };

    private static void CheckDistinct(ExpressionReader reader, string name, Operand one, Operand two)
    {
        if (one is Operand.Path left && two is Operand.Path right && left.Document.Equals(right.Document))
        {
            reader.Errors.Add(
                ExpressionFault.OperandRepeated,
                $"The first operand must be distinct from the remaining operands for this operator or function; operator: {name}, first operand: {left.Document}");
        }
    }

    private static void CheckBounds(ExpressionReader reader, Operand low, Operand high)
    {
        if (low is not Operand.Literal { Value: var lower } || high is not Operand.Literal { Value: var upper })
        {
            return;
        }

        var operands = $"lower bound operand: AttributeValue: {lower}, upper bound operand: AttributeValue: {upper}";
        if (lower.Type != upper.Type)
        {
            reader.Errors.Add(ExpressionFault.OperandType, $"The BETWEEN operator requires same data type for lower and upper bounds; {operands}");
        }
        else if (lower.CompareWith(upper) > 0)
        {
            reader.Errors.Add(ExpressionFault.OperandType, $"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {operands}");
        }
    }

    private static Condition AsCondition(ExpressionReader reader, Term term)
    {
        if (term.Condition is { } condition)
        {
            return condition;
        }

        if (term.Operand is Operand.Size)
        {
            reader.Errors.Add(ExpressionFault.MisusedFunction, "The function is not allowed to be used this way in an expression; function: size");
            return new Condition.Faulty("size");
        }

        throw reader.SyntaxError();
    }

    private static Operand AsOperand(ExpressionReader reader, Term term)
    {
        if (term.Operand is { } operand)
        {
            return operand;
        }

        if (term.Function is { } function)
        {
            reader.Errors.Add(ExpressionFault.MisusedFunction, $"The function is not allowed to be used this way in an expression; function: {function}");
            return new Operand.Faulty();
        }

        throw reader.SyntaxError();
    }

    /// <summary>What has been read, before it is known whether it is a condition or one side of one.</summary>
    private readonly record struct Term(Condition? Condition, Operand? Operand)
    {
        public Term(Condition condition)
            : this(condition, null)
        {
        }

        public Term(Operand operand)
            : this(null, operand)
        {
        }

        /// <summary>The function that this is a call of.</summary>
        public string? Function { get; init; }

        /// <summary>The tokens of the parentheses around it: first, and first after.</summary>
        public (int From, int To) Parenthesised { get; init; }
    }
}
