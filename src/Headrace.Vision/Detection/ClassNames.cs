using System.Globalization;
using System.Text.RegularExpressions;

namespace Headrace.Vision.Detection;

/// <summary>Classes' names in a model's metadata: a line each, or as Ultralytics prints a Python dictionary, <c>{0: 'person', 1: "driver's mate"}</c>.</summary>
internal static partial class ClassNames
{
    private const int MostClasses = 100_000;

    public static IReadOnlyList<string> Parse(string text)
    {
        text = text.Trim();
        if (!text.StartsWith('{'))
        {
            return text.Length == 0 ? [] : [.. text.Split('\n').Select(static line => line.Trim())];
        }

        var names = new SortedDictionary<int, string>();
        foreach (Match entry in Entry().Matches(text))
        {
            if (int.TryParse(entry.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MostClasses)
            {
                names[number] = entry.Groups["name"].Value.Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
            }
        }

        return names.Count == 0 ? [] : [.. Enumerable.Range(0, names.Keys.Max() + 1).Select(number => names.GetValueOrDefault(number) ?? $"class_{number}")];
    }

    /// <summary>The whole numbers in a text such as <c>[480, 640]</c>.</summary>
    public static long[] Numbers(string text) =>
        [.. Number().Matches(text).Select(static match => long.TryParse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1)];

    [GeneratedRegex("""(?<number>\d+)\s*:\s*(?<quote>['"])(?<name>(?:\\.|(?!\k<quote>).)*)\k<quote>""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
