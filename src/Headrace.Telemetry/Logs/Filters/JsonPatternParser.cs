using System.Globalization;
using System.Text.Json;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>Reads the condition between the braces of a JSON pattern.</summary>
internal static class JsonPatternParser
{
    /// <summary>A pattern is short, but parentheses nest: this many are more than anybody means.</summary>
    private const int Deepest = 64;

    public static Func<JsonElement, bool> Parse(string pattern)
    {
        var text = new PatternText(pattern);
        text.Expect("{");
        var condition = Disjunction(text, 0);
        text.Expect("}");
        text.SkipSpace();
        return text.IsAtEnd ? condition : throw text.Error("the end");
    }

    private static Func<JsonElement, bool> Disjunction(PatternText text, int depth)
    {
        var either = Conjunction(text, depth);
        while (text.TryRead("||"))
        {
            var (left, right) = (either, Conjunction(text, depth));
            either = root => left(root) || right(root);
        }

        return either;
    }

    private static Func<JsonElement, bool> Conjunction(PatternText text, int depth)
    {
        var both = Term(text, depth);
        while (text.TryRead("&&"))
        {
            var (left, right) = (both, Term(text, depth));
            both = root => left(root) && right(root);
        }

        return both;
    }

    private static Func<JsonElement, bool> Term(PatternText text, int depth)
    {
        if (text.TryRead("("))
        {
            var inner = depth < Deepest ? Disjunction(text, depth + 1) : throw text.Error("less depth");
            text.Expect(")");
            return inner;
        }

        var selector = JsonSelector.Read(text);
        if (text.TryReadWord("NOT"))
        {
            text.Expect("EXISTS");
            return root => !selector.Select(root).Any();
        }

        if (text.TryReadWord("EXISTS"))
        {
            return root => selector.Select(root).Any();
        }

        if (text.TryReadWord("IS"))
        {
            var kind = text.TryReadWord("NULL") ? JsonValueKind.Null
                : text.TryReadWord("TRUE") ? JsonValueKind.True
                : text.TryReadWord("FALSE") ? JsonValueKind.False
                : throw text.Error("NULL, TRUE or FALSE");
            return root => selector.Select(root).Any(value => value.ValueKind == kind);
        }

        var comparison = Comparison.Read(text, "}&|()");
        return root => selector.Select(root).Any(value => Holds(comparison, value));
    }

    /// <summary>Only what is text, a number or a truth can be compared.</summary>
    private static bool Holds(Comparison comparison, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => comparison.Holds(value.GetString()!, double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null),
        JsonValueKind.Number => comparison.Holds(value.GetRawText(), value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => comparison.Holds(value.GetRawText(), null),
        _ => false,
    };
}
