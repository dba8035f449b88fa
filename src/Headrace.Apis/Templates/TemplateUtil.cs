using System.Text;
using System.Text.Json;

namespace Headrace.Apis.Templates;

/// <summary><c>$util</c>.</summary>
public sealed class TemplateUtil : ITemplateObject
{
    public object? Member(string name) => null;

    public object? Call(string method, IReadOnlyList<object?> arguments) => arguments is not [var argument]
        ? throw new TemplateException($"$util.{method} takes one argument", isSyntax: true)
        : method switch
        {
            "escapeJavaScript" => Escape(VelocityText.Of(argument)),
            "urlEncode" => Uri.EscapeDataString(VelocityText.Of(argument)).Replace("%20", "+", StringComparison.Ordinal),
            "urlDecode" => Uri.UnescapeDataString(VelocityText.Of(argument).Replace('+', ' ')),
            "base64Encode" => Convert.ToBase64String(Encoding.UTF8.GetBytes(VelocityText.Of(argument))),
            "base64Decode" => Decode(VelocityText.Of(argument)),
            "parseJson" => ParseJson(VelocityText.Of(argument)),
            _ => throw new TemplateException($"$util.{method}", isSyntax: true),
        };

    /// <summary>As JavaScript writes text: single quotes too, which JSON does not know.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\'' => escaped.Append("\\'"),
                '\\' => escaped.Append("\\\\"),
                '/' => escaped.Append("\\/"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                < ' ' or > '\u007e' => escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Decode(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new TemplateException("$util.base64Decode of what is no base64", isSyntax: true);
    }

    private static object? ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return VelocityValue.OfJson(document.RootElement);
        }
        catch (JsonException)
        {
            throw new TemplateException("$util.parseJson of what is no JSON", isSyntax: true);
        }
    }
}
