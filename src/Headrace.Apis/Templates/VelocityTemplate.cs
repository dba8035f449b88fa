using System.Text;

namespace Headrace.Apis.Templates;

/// <summary>A mapping template: the part of the Velocity Template Language that API Gateway's templates use.</summary>
/// <remarks>
/// Text, references (<c>$x.y</c>, <c>$x.m('a')</c>, <c>${x}</c>, <c>$!x</c>), <c>#set</c>, <c>#if</c>/<c>#elseif</c>/<c>#else</c>, <c>#foreach</c>,
/// comments. What else is Velocity is refused by <see cref="Parse"/>, by name. As recorded from AWS, and unlike Velocity, a reference to nothing
/// prints nothing, and nothing equals empty text.
/// https://velocity.apache.org/engine/1.7/user-guide.html,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
/// </remarks>
public sealed class VelocityTemplate
{
    /// <summary>What a template may write, and how often a loop in it may turn: API Gateway's own limit of iterations is 1,000.</summary>
    internal const int MaximumOutput = 10 * 1024 * 1024;
    internal const int MaximumIterations = 1000;

    private readonly Node[] _nodes;

    private VelocityTemplate(Node[] nodes) => _nodes = nodes;

    /// <exception cref="TemplateException">The text is no template, or asks for what is not implemented.</exception>
    public static VelocityTemplate Parse(string template) => new(new VelocityParser(template).ReadAll());

    /// <param name="variables">What <c>$input</c>, <c>$util</c>, <c>$context</c> and <c>$stageVariables</c> stand for; <c>#set</c> changes what is in them, not which there are.</param>
    /// <exception cref="TemplateException">It goes on for too long, or calls a method with arguments that do not fit.</exception>
    public string Render(IDictionary<string, object?> variables)
    {
        var output = new StringBuilder();
        Render(_nodes, variables as TemplateScope ?? new TemplateScope(variables), output);
        return output.ToString();
    }

    private static void Render(Node[] nodes, TemplateScope variables, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TextNode text:
                    output.Append(text.Text);
                    break;
                case ReferenceNode reference:
                    output.Append(VelocityText.Of(reference.Value.Evaluate(variables)));
                    break;
                case SetNode set:
                    set.Assign(variables);
                    break;
                case IfNode conditional:
                    foreach (var (condition, body) in conditional.Branches)
                    {
                        if (condition is null || VelocityValue.IsTrue(condition.Evaluate(variables)))
                        {
                            Render(body, variables, output);
                            break;
                        }
                    }

                    break;
                case ForEachNode loop:
                    Repeat(loop, variables, output);
                    break;
            }

            if (output.Length > MaximumOutput)
            {
                throw new TemplateException("The output is too long", isSyntax: true);
            }
        }
    }

    private static void Repeat(ForEachNode loop, TemplateScope variables, StringBuilder output)
    {
        var items = VelocityValue.Items(loop.Items.Evaluate(variables));
        var (outer, before) = (variables.TryGetValue("foreach", out var known) ? known : null, variables.TryGetValue(loop.Variable, out var shadowed) ? shadowed : null);
        for (var index = 0; index < Math.Min(items.Count, MaximumIterations); index++)
        {
            variables.Turn();
            variables[loop.Variable] = items[index];
            variables["velocityCount"] = (long)index + 1;
            variables["foreach"] = new Dictionary<string, object?>
            {
                ["index"] = (long)index,
                ["count"] = (long)index + 1,
                ["hasNext"] = index + 1 < items.Count,
                ["first"] = index == 0,
                ["last"] = index + 1 == items.Count,
            };
            Render(loop.Body, variables, output);
        }

        variables["foreach"] = outer;
        variables[loop.Variable] = before;
    }

    internal abstract record Node;

    internal sealed record TextNode(string Text) : Node;

    internal sealed record ReferenceNode(Expression Value) : Node;

    /// <param name="Target"><c>$x</c>, or a place in a map or a list: <c>$context.responseOverride.status</c>, <c>$m['k']</c>.</param>
    internal sealed record SetNode(Expression Target, Expression Value) : Node
    {
        /// <summary>A place in what is not there stays unset.</summary>
        public void Assign(IDictionary<string, object?> variables)
        {
            var value = Value.Evaluate(variables);
            switch (Target)
            {
                case Expression.Variable variable:
                    variables[variable.Name] = value;
                    break;
                case Expression.Member member:
                    VelocityValue.Put(member.Target.Evaluate(variables), member.Name, value);
                    break;
                case Expression.Index index:
                    VelocityValue.Put(index.Target.Evaluate(variables), index.Key.Evaluate(variables), value);
                    break;
            }
        }
    }

    internal sealed record IfNode((Expression? Condition, Node[] Body)[] Branches) : Node;

    internal sealed record ForEachNode(string Variable, Expression Items, Node[] Body) : Node;
}
