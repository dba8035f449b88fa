using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Headrace.Apis.Templates;

/// <summary>How templates print values.</summary>
internal static class VelocityText
{
    /// <summary>A map can be put into itself.</summary>
    private const int MaximumDepth = 100;

    /// <summary>As Java prints it.</summary>
    /// <exception cref="TemplateException">A value that holds itself, or that would not end.</exception>
    public static string Of(object? value)
    {
        if (value is string text)
        {
            return text;
        }

        var output = new StringBuilder();
        Append(output, value, 0);
        return output.ToString();
    }

    /// <exception cref="TemplateException">It is not.</exception>
    public static void Require(bool isBounded)
    {
        if (!isBounded)
        {
            throw new TemplateException("A value that is too long or too deep", isSyntax: true);
        }
    }

    private static void Append(StringBuilder output, object? value, int depth)
    {
        Require(depth < MaximumDepth && output.Length <= VelocityTemplate.MaximumOutput);
        switch (value)
        {
            case null:
                break;
            case bool flag:
                output.Append(flag ? "true" : "false");
                break;
            case double real:
                output.Append(real.ToString("0.0################", CultureInfo.InvariantCulture));
                break;
            case JsonList list:
                AppendJson(output, list, depth);
                break;
            case IDictionary<string, object?> map:
                AppendItems('{', map, '}', entry =>
                {
                    output.Append(entry.Key).Append('=');
                    Append(output, entry.Value, depth + 1);
                });
                break;
            case IReadOnlyList<object?> list:
                AppendItems('[', list, ']', item => Append(output, item, depth + 1));
                break;
            case IFormattable number:
                output.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                output.Append(value);
                break;
        }

        void AppendItems<T>(char open, IEnumerable<T> items, char close, Action<T> append)
        {
            output.Append(open);
            var separator = "";
            foreach (var item in items)
            {
                output.Append(separator);
                separator = ", ";
                append(item);
            }

            output.Append(close);
        }
    }

    private static void AppendJson(StringBuilder output, object? value, int depth)
    {
        Require(depth < MaximumDepth && output.Length <= VelocityTemplate.MaximumOutput);
        var separator = "";
        switch (value)
        {
            case IDictionary<string, object?> map:
                output.Append('{');
                foreach (var (name, member) in map)
                {
                    output.Append(separator).Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(name)).Append("\":");
                    AppendJson(output, member, depth + 1);
                    separator = ",";
                }

                output.Append('}');
                break;
            case IReadOnlyList<object?> list:
                output.Append('[');
                foreach (var item in list)
                {
                    output.Append(separator);
                    AppendJson(output, item, depth + 1);
                    separator = ",";
                }

                output.Append(']');
                break;
            case null or bool or long or double:
                output.Append(value is null ? "null" : Of(value));
                break;
            default:
                output.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Of(value))).Append('"');
                break;
        }
    }
}
