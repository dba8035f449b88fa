namespace Headrace.Wire.Signing;

/// <summary>Lower-case hex in UTF-8.</summary>
internal static class Hex
{
    /// <param name="text">Two bytes for each of <paramref name="value"/>.</param>
    public static void Write(ReadOnlySpan<byte> value, Span<byte> text)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        for (int i = 0; i < value.Length; i++)
        {
            text[2 * i] = digits[value[i] >> 4];
            text[(2 * i) + 1] = digits[value[i] & 0xF];
        }
    }
}
