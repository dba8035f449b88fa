using System.Globalization;
using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>Reads update expressions.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
/// <code>
/// update  = [ SET path "=" value, … ] [ REMOVE path, … ] [ ADD path :value, … ] [ DELETE path :value, … ]
/// value   = operand | operand "+" operand | operand "-" operand
/// operand = path | :value | if_not_exists (path, operand) | list_append (operand, operand)
/// </code>
/// </remarks>
public static class UpdateParser
{
    private const string Parameter = "UpdateExpression";

    private static readonly string[] Keywords = ["SET", "REMOVE", "ADD", "DELETE"];
    private static readonly string[] ConditionFunctions = ["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"];

    /// <exception cref="TablesException">ValidationException.</exception>
    public static Update Parse(string text, Placeholders placeholders) =>
        ExpressionReader.Read(Parameter, text, placeholders, static token => Array.Exists(Keywords, token.IsWord), ReadSections);

    private static Update ReadSections(ExpressionReader reader)
    {
        var actions = new List<UpdateAction>();
        var paths = new PathSet();
        var seen = new HashSet<string>();
        do
        {
            if (reader.Current.Kind != TokenKind.Identifier)
            {
                throw reader.SyntaxError();
            }

            var section = reader.Current.Text.ToUpperInvariant();
            if (Array.IndexOf(Keywords, section) < 0)
            {
                throw reader.SyntaxError();
            }

            reader.Next();
            if (!seen.Add(section))
            {
                reader.Errors.Add(ExpressionFault.RepeatedSection, $"The \"{section}\" section can only be used once in an update expression;");
            }

            do
            {
                ReadAction(reader, section, actions, paths);
            }
            while (reader.Take(","));
        }
        while (reader.Current.Kind != TokenKind.End);
        return new Update(actions);
    }

    private static void ReadAction(ExpressionReader reader, string section, List<UpdateAction> actions, PathSet paths)
    {
        if (!reader.IsAtPath)
        {
            throw reader.SyntaxError();
        }

        var target = reader.ReadPath();
        reader.CountOperator();
        UpdateAction? action = null;
        switch (section)
        {
            case "SET":
                reader.Expect("=");
                var value = ReadSetValue(reader);
                action = target is null ? null : new UpdateAction.Set(target, value);
                break;
            case "REMOVE":
                action = target is null ? null : new UpdateAction.Remove(target);
                break;
            default:
                if (reader.Current.Kind != TokenKind.ValuePlaceholder)
                {
                    throw reader.SyntaxError();
                }

                if (reader.ReadValue() is { } operand)
                {
                    CheckOperand(reader, section, operand);
                    action = target is null ? null : section == "ADD" ? new UpdateAction.Add(target, operand) : new UpdateAction.Delete(target, operand);
                }

                break;
        }

        if (target is not null)
        {
            paths.Add(target, reader.Errors);
        }

        if (action is not null)
        {
            actions.Add(action);
        }
    }

    private static Operand ReadSetValue(ExpressionReader reader)
    {
        if (reader.Current.Is("("))
        {
            reader.Next();
            reader.Enter();
            var inner = ReadSetValue(reader);
            reader.Leave();
            reader.Expect(")");
            return reader.Current.Is("+") || reader.Current.Is("-") ? ReadSum(reader, inner) : inner;
        }

        var left = ReadOperand(reader);
        return reader.Current.Is("+") || reader.Current.Is("-") ? ReadSum(reader, left) : left;
    }

    private static Operand.Sum ReadSum(ExpressionReader reader, Operand left)
    {
        var symbol = reader.Next().Text;
        reader.CountOperator();
        var right = ReadOperand(reader);
        CheckTypes(reader, symbol, AttributeType.N, left, right);
        return new Operand.Sum(left, right, symbol == "-");
    }

    private static Operand ReadOperand(ExpressionReader reader)
    {
        if (reader.Take("("))
        {
            reader.Enter();
            var inner = ReadOperand(reader);
            reader.Leave();
            reader.Expect(")");
            return inner;
        }

        if (reader.Current.Kind == TokenKind.ValuePlaceholder)
        {
            return reader.ReadValue() is { } value ? new Operand.Literal(value) : new Operand.Faulty();
        }

        if (reader.IsAtPath && reader.Current.Kind == TokenKind.Identifier && reader.Peek().Is("("))
        {
            return ReadFunction(reader);
        }

        if (!reader.IsAtPath)
        {
            throw reader.SyntaxError();
        }

        return reader.ReadPath() is { } path ? new Operand.Path(path) : new Operand.Faulty();
    }

    private static Operand ReadFunction(ExpressionReader reader)
    {
        var name = reader.Next().Text;
        reader.CountOperator();
        reader.Expect("(");
        reader.Enter();
        var arguments = new List<Operand> { ReadOperand(reader) };
        while (reader.Take(","))
        {
            arguments.Add(ReadOperand(reader));
        }

        reader.Leave();
        reader.Expect(")");
        if (name is not ("if_not_exists" or "list_append"))
        {
            var message = Array.IndexOf(ConditionFunctions, name) >= 0 ? "The function is not allowed in an update expression" : "Invalid function name";
            reader.Errors.Add(ExpressionFault.UnknownFunction, $"{message}; function: {name}");
            return new Operand.Faulty();
        }

        if (arguments.Count != 2)
        {
            reader.Errors.Add(ExpressionFault.OperandType, string.Create(
                CultureInfo.InvariantCulture,
                $"Incorrect number of operands for operator or function; operator or function: {name}, number of operands: {arguments.Count}"));
            return new Operand.Faulty();
        }

        if (name == "list_append")
        {
            CheckTypes(reader, name, AttributeType.L, arguments[0], arguments[1]);
            return new Operand.ListAppend(arguments[0], arguments[1]);
        }

        if (arguments[0] is Operand.Path path)
        {
            return new Operand.IfNotExists(path.Document, arguments[1]);
        }

        if (arguments[0] is not Operand.Faulty)
        {
            reader.Errors.Add(ExpressionFault.OperandType, $"Operator or function requires a document path; operator or function: {name}");
        }

        return new Operand.Faulty();
    }

    private static void CheckTypes(ExpressionReader reader, string name, AttributeType expected, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            AttributeType? type = operand switch
            {
                Operand.Literal literal => literal.Value.Type,
                Operand.ListAppend => AttributeType.L,
                _ => null,
            };
            if (type is { } known && known != expected)
            {
                reader.Errors.Add(
                    ExpressionFault.OperandType, $"Incorrect operand type for operator or function; operator or function: {name}, operand type: {known}");
            }
        }
    }

    private static void CheckOperand(ExpressionReader reader, string section, AttributeValue operand)
    {
        var name = operand.Type switch
        {
            AttributeType.S => "STRING",
            AttributeType.N => section == "ADD" ? null : "NUMBER",
            AttributeType.B => "BINARY",
            AttributeType.NULL => "NULL",
            AttributeType.BOOL => "BOOLEAN",
            AttributeType.L => "LIST",
            AttributeType.M => "MAP",
            _ => null,
        };
        if (name is not null)
        {
            reader.Errors.Add(
                ExpressionFault.OperandCount, $"Incorrect operand type for operator or function; operator: {section}, operand type: {name}");
        }
    }
}
