using System.Globalization;

namespace Headrace.Lab;

/// <summary>Spans of time as people write them: <c>250ms</c>, <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>.</summary>
public static class Duration
{
    private static readonly (string Name, TimeSpan Length)[] _units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    private static readonly TimeSpan _longest = TimeSpan.FromDays(36_500);

    /// <summary>What an option's check has accepted.</summary>
    public static TimeSpan Parse(string text) => TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is no time such as 250ms, 30s, 10m, 2h or 7d.");

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (name, length) = Array.Find(_units, unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        if (name is null || !double.TryParse(text[..^name.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > _longest / length)
        {
            return false;
        }

        duration = length * amount;
        return true;
    }
}
