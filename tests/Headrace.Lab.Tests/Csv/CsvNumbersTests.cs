using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Csv;

namespace Headrace.Lab.Tests.Csv;

public sealed class CsvNumbersTests
{
    private static readonly Gen<double> Decimals = from digits in ArbMap.Default.GeneratorFor<long>() from places in Gen.Choose(0, 18) select digits / Math.Pow(10, places);

    [Fact]
    public void A_number_with_few_decimals_is_written_as_short_as_it_can_be() => Prop.ForAll(
        Gen.OneOf(Decimals, Gen.Choose(-2_000_000, 2_000_000).Select(thousandths => thousandths / 1000.0), ArbMap.Default.GeneratorFor<double>()).ToArbitrary(),
        number =>
        {
            Span<byte> text = stackalloc byte[24];
            var length = CsvNumbers.Format(number, text);
            Assert.True(length == 0 || Encoding.ASCII.GetString(text[..length]) == number.ToString(CultureInfo.InvariantCulture), $"{number:R}");
            length = CsvNumbers.Format((float)number, text);
            Assert.True(length == 0 || Encoding.ASCII.GetString(text[..length]) == ((float)number).ToString(CultureInfo.InvariantCulture), $"{(float)number:R}f");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(60.31, "60.31")]
    [InlineData(22214.504, "22214.504")]
    [InlineData(999_999_999_999, "999999999999")]
    [InlineData(0.0005, "")]
    [InlineData(-0.0, "")]
    [InlineData(1e12, "")]
    [InlineData(double.NaN, "")]
    [InlineData(double.NegativeInfinity, "")]
    public void What_it_does_not_write_it_leaves(double number, string expected)
    {
        Span<byte> text = stackalloc byte[24];

        Assert.Equal(expected, Encoding.ASCII.GetString(text[..CsvNumbers.Format(number, text)]));
    }
}
