using System.Globalization;

namespace Headrace.Cli;

/// <summary>Spans of time as people write them: <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>.</summary>
public static class Duration
{
    /// <summary>What an option's check has accepted.</summary>
    public static TimeSpan Parse(string text) => TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is no time such as 30s, 10m, 2h or 7d.");

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        TimeSpan? unit = text.Length < 2 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is null || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 36_500)
        {
            return false;
        }

        duration = unit.Value * amount;
        return true;
    }
}
