using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Values;

/// <summary>Any number that a table can hold, with its value worked out another way.</summary>
internal static class Numbers
{
    /// <summary>Digits times a power of ten, as text and as an exact fraction of a million billion … (130 zeros).</summary>
    public static Arbitrary<(string Text, BigInteger Scaled)> Any { get; } = (
        from length in Gen.Choose(1, 38)
        from digits in Gen.ArrayOf(Gen.Choose(0, 9), length)
        from magnitude in Gen.OneOf(Gen.Choose(-130, 125), Gen.Choose(-3, 3))
        from isNegative in Gen.Elements(true, false)
        select Make([.. digits], magnitude, isNegative)).ToArbitrary();

    public static DynamoNumber Parse(string text)
    {
        Assert.Equal(NumberFault.None, DynamoNumber.TryParse(text, out var number));
        return number;
    }

    private static (string Text, BigInteger Scaled) Make(int[] digits, int magnitude, bool isNegative)
    {
        if (digits[0] == 0)
        {
            digits[0] = 1;
        }

        // A digit below 1E-130 cannot be: the last ones give way.
        var kept = digits[..Math.Min(digits.Length, magnitude + 131)];
        var exponent = magnitude - kept.Length + 1;
        var coefficient = BigInteger.Parse(string.Concat(kept), CultureInfo.InvariantCulture) * (isNegative ? -1 : 1);
        return (string.Create(CultureInfo.InvariantCulture, $"{coefficient}E{exponent}"), coefficient * BigInteger.Pow(10, exponent + 168));
    }
}
