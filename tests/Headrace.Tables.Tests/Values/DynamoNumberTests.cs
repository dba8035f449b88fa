using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Values;

public sealed class DynamoNumberTests
{
    private static readonly BigInteger Most = BigInteger.Pow(10, 126 + 168);

    [Fact]
    public void Bytes_and_values_sort_alike() => Prop.ForAll(Numbers.Any, Numbers.Any, static (left, right) =>
    {
        var (a, b) = (Numbers.Parse(left.Text), Numbers.Parse(right.Text));
        var expected = left.Scaled.CompareTo(right.Scaled);
        return Math.Sign(a.CompareTo(b)) == expected
            && Math.Sign(a.ToSortableBytes().AsSpan().SequenceCompareTo(b.ToSortableBytes())) == expected
            && a.Equals(b) == (expected == 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Text_comes_back_without_exponent_and_means_the_same() => Prop.ForAll(Numbers.Any, static given =>
    {
        var number = Numbers.Parse(given.Text);
        var text = number.ToString();
        return Numbers.Parse(text) == number && !text.Contains('E', StringComparison.Ordinal) && Scaled(text) == given.Scaled;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Sums_are_exact_or_refused() => Prop.ForAll(Numbers.Any, Numbers.Any, static (left, right) =>
    {
        var fault = Numbers.Parse(left.Text).TryAdd(Numbers.Parse(right.Text), out var sum);
        var expected = left.Scaled + right.Scaled;
        var digits = BigInteger.Abs(expected).ToString(CultureInfo.InvariantCulture).Trim('0').Length;
        return fault switch
        {
            NumberFault.None => Scaled(sum.ToString()) == expected,
            NumberFault.TooPrecise => digits > 38,
            NumberFault.Overflow => BigInteger.Abs(expected) >= Most,
            _ => false,
        };
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("+1.50", "1.5")]
    [InlineData("0001000", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("-1.25E-3", "-0.00125")]
    [InlineData("0.00000000000000000000000000000000000000000000000000000001e56", "1")]
    [InlineData("10000000000000000000000000000000000000000000000000000000000000", "10000000000000000000000000000000000000000000000000000000000000")]
    public void Numbers_are_written_one_way(string text, string expected) => Assert.Equal(expected, Numbers.Parse(text).ToString());

    [Theory]
    [InlineData("", NumberFault.NotANumber)]
    [InlineData(" 1", NumberFault.NotANumber)]
    [InlineData("1 ", NumberFault.NotANumber)]
    [InlineData("-", NumberFault.NotANumber)]
    [InlineData(".", NumberFault.NotANumber)]
    [InlineData("1e", NumberFault.NotANumber)]
    [InlineData("1e+", NumberFault.NotANumber)]
    [InlineData("1.2.3", NumberFault.NotANumber)]
    [InlineData("0x1", NumberFault.NotANumber)]
    [InlineData("NaN", NumberFault.NotANumber)]
    [InlineData("Infinity", NumberFault.NotANumber)]
    [InlineData("１", NumberFault.NotANumber)]
    [InlineData("1e126", NumberFault.Overflow)]
    [InlineData("-9.9e99999999999999999999", NumberFault.Overflow)]
    [InlineData("1e-131", NumberFault.Underflow)]
    [InlineData("123456789012345678901234567890123456789", NumberFault.TooPrecise)]
    [InlineData("1.00000000000000000000000000000000000001", NumberFault.TooPrecise)]
    public void What_is_no_number_is_refused(string text, NumberFault expected) => Assert.Equal(expected, DynamoNumber.TryParse(text, out _));

    [Fact]
    public void The_widest_and_the_smallest_are_held()
    {
        Assert.Equal("9" + new string('9', 37) + new string('0', 88), Numbers.Parse("9.9999999999999999999999999999999999999E+125").ToString());
        Assert.Equal("-0." + new string('0', 129) + "1", Numbers.Parse("-1E-130").ToString());
    }

    private static BigInteger Scaled(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 168 - decimals);
    }
}
