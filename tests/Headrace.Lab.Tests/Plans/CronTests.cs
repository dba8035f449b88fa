using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Tests.Plans;

public sealed class CronTests
{
    [Theory]
    [InlineData("0,30 * * * *", "2025-05-08T10:00:00Z", "2025-05-08T10:30:00Z")]
    [InlineData("0,30 * * * *", "2025-05-08T10:29:59Z", "2025-05-08T10:30:00Z")]
    [InlineData("0,30 * * * *", "2025-12-31T23:45:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("*/15 8-17 * * 1-5", "2025-05-09T17:50:00Z", "2025-05-12T08:00:00Z")]
    [InlineData("0 0 29 2 *", "2025-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 12 13 * 5", "2025-06-10T00:00:00Z", "2025-06-13T12:00:00Z")]
    [InlineData("0 12 13 * 5", "2025-06-13T12:00:00Z", "2025-06-20T12:00:00Z")]
    [InlineData("5/20 * * * *", "2025-06-13T12:00:00Z", "2025-06-13T12:05:00Z")]
    [InlineData("0 0 * * 7", "2025-06-11T00:00:00Z", "2025-06-15T00:00:00Z")]
    public void The_next_moment_is_crontabs(string text, string after, string next) =>
        Assert.Equal(Time(next), Cron.TryParse(text, out _)!.Next(Time(after)));

    [Theory]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("0 0 31 2 *")]
    public void What_is_no_cron_is_refused_with_the_reason(string text)
    {
        Assert.Null(Cron.TryParse(text, out var error));
        Assert.NotEmpty(error);
    }

    /// <summary>Against the definition: minute after minute until all fields fit.</summary>
    [Fact]
    public void No_moment_is_left_out_and_none_is_made_up() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 59).Two().Zip(Gen.Choose(0, 23)).Zip(Gen.Choose(0, 400_000)).ToArbitrary(),
        values =>
        {
            var (((first, second), hour), minutes) = values;
            var cron = Cron.TryParse(string.Create(CultureInfo.InvariantCulture, $"{first},{second} {hour} * * *"), out _)!;
            var after = Time("2025-01-01T00:00:30Z").AddMinutes(minutes);
            var expected = after.AddSeconds(30);
            while (expected.Hour != hour || (expected.Minute != first && expected.Minute != second))
            {
                expected = expected.AddMinutes(1);
            }

            return cron.Next(after) == expected;
        }));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
