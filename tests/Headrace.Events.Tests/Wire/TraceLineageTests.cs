using Headrace.Wire.Events;
using Xunit;

namespace Headrace.Events.Tests.Wire;

public sealed class TraceLineageTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_chain_begins_with_a_root_and_no_pass() =>
        Assert.Matches(@"\ARoot=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:0\z", TraceLineage.Extend(null, Function, Now));

    [Fact]
    public void Passes_are_counted_per_function_whatever_the_qualifier_and_the_root_stays()
    {
        var first = TraceLineage.Extend(null, Function, Now);
        var other = TraceLineage.Extend(first, Function.Replace(":f", ":g", StringComparison.Ordinal), Now);
        var again = TraceLineage.Extend(other, Function + ":live", Now);

        Assert.Equal((0, 0, 1), (TraceLineage.Passes(first, Function), TraceLineage.Passes(other, Function), TraceLineage.Passes(again, Function + ":1")));
        Assert.Equal(first.Split(';')[0], again.Split(';')[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense;Lineage=a:b|::|=;")]
    [InlineData("Root=1-2-3;Lineage=zzzzzzzz:99999999999999999999")]
    public void Broken_headers_count_nothing_and_are_no_error(string header)
    {
        Assert.Equal(0, TraceLineage.Passes(header, Function));
        Assert.Equal(0, TraceLineage.Passes(TraceLineage.Extend(header, Function, Now), Function));
    }

    [Fact]
    public void A_header_of_any_length_gives_one_of_bounded_length() =>
        Assert.InRange(TraceLineage.Extend("Root=1-2-3;" + new string('x', 100_000), Function, Now).Length, 1, 200);
}
