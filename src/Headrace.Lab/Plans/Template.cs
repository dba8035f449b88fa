using System.Globalization;
using System.Text;

namespace Headrace.Lab.Plans;

/// <summary>A text with places to fill: <c>site{site:000}-image</c>, <c>{run}/{n}.jpg</c>.</summary>
public sealed class Template
{
    private static readonly string[] _names = ["run", "n", "site", "level", "repetition", "time", "file", "key", "stem"];

    private readonly string _text;
    private readonly List<(string Literal, string? Name, string? Format)> _parts = [];

    private Template(string text) => _text = text;

    /// <param name="error">Names the place.</param>
    public static Template? TryParse(string text, out string error) => TryParse(text, isLenient: false, out error);

    /// <summary>Braces around anything else stand for themselves, as JSON has them.</summary>
    public static Template Lenient(string text) => TryParse(text, isLenient: true, out _)!;

    /// <summary>One of ours, known to be good.</summary>
    internal static Template Of(string text) => TryParse(text, out var error) ?? throw new FormatException(error);

    public bool HasPlaces => _parts.Exists(part => part.Name is not null);

    public bool Uses(string name) => _parts.Exists(part => part.Name == name);

    private static Template? TryParse(string text, bool isLenient, out string error)
    {
        var template = new Template(text);
        error = "";
        var (at, search) = (0, 0);
        while (at < text.Length)
        {
            var open = text.IndexOf('{', search);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (open < 0 || close < 0)
            {
                template._parts.Add((text[at..], null, null));
                break;
            }

            var place = text[(open + 1)..close].Split(':', 2);
            if (!_names.Contains(place[0]))
            {
                if (isLenient)
                {
                    search = open + 1;
                    continue;
                }

                error = $"'{{{place[0]}}}' is not known: there are {string.Join(", ", _names.Select(name => $"{{{name}}}"))}";
                return null;
            }

            template._parts.Add((text[at..open], place[0], place is [_, var format] ? format : null));
            at = search = close + 1;
        }

        return template;
    }

    public string Fill(in Places places)
    {
        if (!HasPlaces)
        {
            return _text;
        }

        var text = new StringBuilder(_text.Length + 32);
        foreach (var (literal, name, format) in _parts)
        {
            text.Append(literal).Append(name switch
            {
                "run" => places.Run,
                "n" => places.Number.ToString(format ?? "0000000", CultureInfo.InvariantCulture),
                "site" => places.Site.ToString(format ?? "0", CultureInfo.InvariantCulture),
                "level" => places.Level.ToString(format ?? "0", CultureInfo.InvariantCulture),
                "repetition" => places.Repetition.ToString(format ?? "0", CultureInfo.InvariantCulture),
                "time" => places.Time.ToString(format ?? "yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture),
                "file" => places.File,
                "key" => places.Key,
                "stem" => Stem(places.Key),
                _ => "",
            });
        }

        return text.ToString();
    }

    public override string ToString() => _text;

    /// <summary>A key without its extension.</summary>
    private static string Stem(string key)
    {
        var dot = key.LastIndexOf('.');
        return dot > key.LastIndexOf('/') + 1 ? key[..dot] : key;
    }
}

/// <param name="Run">Different for every run.</param>
/// <param name="Number">Of the item in the run, from 1.</param>
/// <param name="File">The payload's name.</param>
/// <param name="Key">The upload's key, where it is known already.</param>
public readonly record struct Places(string Run, long Number, int Site, int Level, int Repetition, DateTimeOffset Time, string File, string Key);
