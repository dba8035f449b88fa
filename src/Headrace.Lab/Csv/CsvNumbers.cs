using System.Buffers.Text;
using System.Globalization;

namespace Headrace.Lab.Csv;

/// <summary>Numbers as CSV has them, without the detour over text.</summary>
internal static class CsvNumbers
{
    /// <summary>Beyond, an integer has no exact double.</summary>
    private const long LargestExact = 1L << 53;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 16).Select(power => Math.Pow(10, power))];

    /// <summary>A finite number. Digits with a point, as nearly all are, divide one exact double by another: that rounds once, so it is the nearest.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        long digits = 0;
        var decimals = -1;
        var begin = text.Length > 0 && text[0] == '-' ? 1 : 0;
        if (text.Length - begin is > 0 and <= 16)
        {
            var at = begin;
            for (; at < text.Length; at++)
            {
                var digit = (uint)(text[at] - '0');
                if (digit <= 9)
                {
                    digits = (digits * 10) + digit;
                    decimals += decimals >= 0 ? 1 : 0;
                }
                else if (text[at] == '.' && decimals < 0 && at > begin)
                {
                    decimals = 0;
                }
                else
                {
                    break;
                }
            }

            if (at == text.Length && digits <= LargestExact && decimals != 0)
            {
                value = digits / PowersOfTen[Math.Max(decimals, 0)];
                value = begin == 1 ? -value : value;
                return true;
            }
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    public static bool TryInteger(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out var length) && length == text.Length;
}
