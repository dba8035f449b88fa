namespace Headrace.Apis.Templates;

/// <summary>What a template computes with: numbers, text, truth, lists, maps, and objects with methods.</summary>
internal abstract record Expression
{
    public abstract object? Evaluate(IDictionary<string, object?> variables);

    public sealed record Literal(object? Value) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => Value;
    }

    /// <summary>Text in double quotes: a template of its own.</summary>
    public sealed record Interpolated(VelocityTemplate Template) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => Template.Render(variables);
    }

    public sealed record Variable(string Name) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => variables.TryGetValue(Name, out var value) ? value : null;
    }

    public sealed record Member(Expression Target, string Name) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => VelocityValue.Member(Target.Evaluate(variables), Name);
    }

    public sealed record Index(Expression Target, Expression Key) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => VelocityValue.Index(Target.Evaluate(variables), Key.Evaluate(variables));
    }

    public sealed record Call(Expression Target, string Method, Expression[] Arguments) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) =>
            VelocityValue.Call(Target.Evaluate(variables), Method, [.. Arguments.Select(argument => argument.Evaluate(variables))]);
    }

    public sealed record List(Expression[] Items) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => Items.Select(item => item.Evaluate(variables)).ToList();
    }

    public sealed record Range(Expression From, Expression To) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables)
        {
            if (From.Evaluate(variables) is not long from || To.Evaluate(variables) is not long to)
            {
                return null;
            }

            var count = Math.Min(Math.Abs(to - from) + 1, VelocityTemplate.MaximumIterations);
            return Enumerable.Range(0, (int)count).Select(step => (object?)(from <= to ? from + step : from - step)).ToList();
        }
    }

    public sealed record Map((Expression Key, Expression Value)[] Entries) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables)
        {
            var map = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (key, value) in Entries)
            {
                map[VelocityText.Of(key.Evaluate(variables))] = value.Evaluate(variables);
            }

            return map;
        }
    }

    public sealed record Not(Expression Operand) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables) => !VelocityValue.IsTrue(Operand.Evaluate(variables));
    }

    public sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
    {
        public override object? Evaluate(IDictionary<string, object?> variables)
        {
            var left = Left.Evaluate(variables);
            return Operator switch
            {
                "&&" => VelocityValue.IsTrue(left) && VelocityValue.IsTrue(Right.Evaluate(variables)),
                "||" => VelocityValue.IsTrue(left) || VelocityValue.IsTrue(Right.Evaluate(variables)),
                "==" => VelocityValue.AreEqual(left, Right.Evaluate(variables)),
                "!=" => !VelocityValue.AreEqual(left, Right.Evaluate(variables)),
                "<" => VelocityValue.Compare(left, Right.Evaluate(variables)) < 0,
                "<=" => VelocityValue.Compare(left, Right.Evaluate(variables)) <= 0,
                ">" => VelocityValue.Compare(left, Right.Evaluate(variables)) > 0,
                ">=" => VelocityValue.Compare(left, Right.Evaluate(variables)) >= 0,
                _ => VelocityValue.Calculate(Operator, left, Right.Evaluate(variables)),
            };
        }
    }
}
