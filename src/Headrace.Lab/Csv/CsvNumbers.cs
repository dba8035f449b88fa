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

    /// <summary>The shortest text that is read as this number. With at most three decimals, as nearly all have, it needs no search: fifteen digits that make the number are its shortest.</summary>
    /// <param name="text">At least 24 bytes.</param>
    /// <returns>Its length; 0: it has more decimals, or is none.</returns>
    public static int Format(double value, Span<byte> text)
    {
        var thousandths = Math.Round(value * 1000);
        return Math.Abs(thousandths) < 1e15 && thousandths / 1000 == value && (value != 0 || !double.IsNegative(value)) ? Format((long)thousandths, text) : 0;
    }

    /// <summary>As a float: as a double 0.1 would be 0.10000000149011612. Six digits are the shortest here.</summary>
    /// <inheritdoc cref="Format(double, Span{byte})"/>
    public static int Format(float value, Span<byte> text)
    {
        var thousandths = Math.Round(value * 1000.0);
        return Math.Abs(thousandths) < 1e6 && (float)(thousandths / 1000) == value && (value != 0 || !float.IsNegative(value)) ? Format((long)thousandths, text) : 0;
    }

    public static bool TryInteger(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out var length) && length == text.Length;

    private static int Format(long thousandths, Span<byte> text)
    {
        var (whole, rest) = Math.DivRem(Math.Abs(thousandths), 1000);
        text[0] = (byte)'-';
        var sign = thousandths < 0 ? 1 : 0;
        Utf8Formatter.TryFormat(whole, text[sign..], out var length);
        length += sign;
        if (rest == 0)
        {
            return length;
        }

        (text[length], text[length + 1], text[length + 2], text[length + 3]) = ((byte)'.', (byte)('0' + (rest / 100)), (byte)('0' + (rest / 10 % 10)), (byte)('0' + (rest % 10)));
        return length + (rest % 10 != 0 ? 4 : rest % 100 != 0 ? 3 : 2);
    }
}
