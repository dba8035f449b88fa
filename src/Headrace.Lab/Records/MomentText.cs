namespace Headrace.Lab.Records;

/// <summary>Moments as text: <c>2025-05-08T23:00:40.448000Z</c>, ISO 8601, UTC, microseconds.</summary>
internal static class MomentText
{
    public const int Length = 27;

    /// <param name="text">At least <see cref="Length"/> bytes.</param>
    public static void Format(Moment moment, Span<byte> text)
    {
        var time = moment.ToDateTimeOffset().UtcDateTime;
        var (date, clock) = (DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time));
        date.Deconstruct(out var year, out var month, out var day);
        Two(text, year / 100, (byte)'0');
        Two(text[2..], year % 100, (byte)'-');
        Two(text[5..], month, (byte)'-');
        Two(text[8..], day, (byte)'T');
        Two(text[11..], clock.Hour, (byte)':');
        Two(text[14..], clock.Minute, (byte)':');
        Two(text[17..], clock.Second, (byte)'.');
        var fraction = (int)(clock.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        Two(text[20..], fraction / 10_000, (byte)'0');
        Two(text[22..], fraction / 100 % 100, (byte)'0');
        Two(text[24..], fraction % 100, (byte)'Z');
    }

    /// <summary>Takes up to six decimals of a second, or none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Moment moment)
    {
        moment = default;
        if (text.Length is < 20 or > 27 || text[^1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
        {
            return false;
        }

        var fraction = 0;
        if (text.Length > 20 && (text[19] != '.' || !TryDigits(text[20..^1], out fraction) || text.Length == 21))
        {
            return false;
        }

        for (var decimals = text.Length - 21; decimals < 6; decimals++)
        {
            fraction *= 10;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var instant = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        moment = new Moment(((instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond) + fraction);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return true;
    }

    private static void Two(Span<byte> text, int value, byte next)
    {
        text[2] = next;
        text[0] = (byte)('0' + (value / 10));
        text[1] = (byte)('0' + (value % 10));
    }
}
