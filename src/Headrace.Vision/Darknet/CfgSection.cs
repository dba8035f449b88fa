using System.Globalization;

namespace Headrace.Vision.Darknet;

/// <summary>One section of a cfg: a layer, or the net itself. Answers with numbers that were checked, or with an error that names the line.</summary>
internal sealed class CfgSection(string name, int line)
{
    private readonly Dictionary<string, (string Value, int Line)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public int Line { get; } = line;

    public void Set(string key, string value, int at)
    {
        if (_entries.TryGetValue(key, out var before) && before.Value != value)
        {
            // Training keys are repeated in cfgs that run everywhere; only a repeated key that is asked for is an error.
            _ambiguous.Add(key);
        }

        _entries[key] = (value, at);
    }

    public DarknetException Error(string reason, DarknetFile file = DarknetFile.Cfg) => new(Name, Line, reason, file);

    public DarknetException Error(string key, string reason, DarknetFile file = DarknetFile.Cfg) =>
        new(Name, _entries.TryGetValue(key, out var entry) ? entry.Line : Line, reason, file);

    public bool Has(string key) => _entries.ContainsKey(key);

    public string? Text(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        return _ambiguous.Contains(key) ? throw Error(key, $"{key} is given twice, with different values") : entry.Value;
    }

    public int Int(string key, int fallback, int least, int most)
    {
        var number = Text(key) is { } text ? ParseInt(key, text) : fallback;
        return number >= least && number <= most ? number : throw Error(key, $"{key}={number} is outside {least} to {most}");
    }

    /// <summary>A number without which the layer makes no sense.</summary>
    public int RequiredInt(string key, int least, int most) => Has(key) ? Int(key, 0, least, most) : throw Error($"{key} is missing");

    public bool Flag(string key) => Int(key, 0, 0, 1) == 1;

    public float Float(string key, float fallback)
    {
        var number = Text(key) is { } text ? ParseFloat(key, text) : fallback;
        return float.IsFinite(number) ? number : throw Error(key, $"{key} is not a finite number");
    }

    public int[] Ints(string key) => [.. Items(key).Select(item => ParseInt(key, item))];

    public float[] Floats(string key) => [.. Items(key).Select(item => ParseFloat(key, item))];

    /// <summary>A key that other Darknets know and that would change the result: only the value that changes nothing is accepted.</summary>
    public void Refuse(string key, string unless)
    {
        if (Text(key) is { } value && value != unless)
        {
            throw Error(key, $"{key}={value} is not implemented");
        }
    }

    private string[] Items(string key)
    {
        var text = Text(key) ?? throw Error($"{key} is missing");
        return text.TrimEnd(',').Split(',');
    }

    private int ParseInt(string key, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Error(key, $"{key}={text} is not a whole number");

    private float ParseFloat(string key, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? number : throw Error(key, $"{key}={text} is not a number");
}
