using System.Globalization;

namespace Headrace.Lab;

/// <summary>Amounts of memory as people write them: <c>8GiB</c>, <c>512M</c>, <c>1073741824</c>. Units are powers of 1024.</summary>
public static class ByteSize
{
    private const string Units = "KMGT";

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var number = text.Trim().ToUpperInvariant();
        number = number.EndsWith("IB", StringComparison.Ordinal) ? number[..^2] : number.TrimEnd('B');
        var power = number.Length == 0 ? -1 : Units.IndexOf(number[^1], StringComparison.Ordinal);
        if (power >= 0)
        {
            number = number[..^1];
        }

        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        amount *= Math.Pow(1024, power + 1);
        bytes = amount < long.MaxValue ? (long)amount : 0;
        return bytes > 0;
    }
}
