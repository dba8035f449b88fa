using Xunit;

namespace Headrace.Events.Tests;

public sealed class DeliveryFaultsTests
{
    [Fact]
    public void All_faults_can_be_asked_for_in_one_line()
    {
        var faults = DeliveryFaults.Parse("duplicate=5,delay=1.5,reorder=10,seed=7")!;
        Assert.Equal((5, TimeSpan.FromSeconds(1.5), 10, 7), (faults.DuplicatePercent, faults.MeanDelay, faults.ReorderPercent, faults.Seed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("duplicate")]
    [InlineData("duplicate=")]
    [InlineData("duplicate=101")]
    [InlineData("duplicate=-1")]
    [InlineData("duplicate=1,duplicate=2")]
    [InlineData("lose=1")]
    [InlineData("delay=1;reorder=2")]
    public void Anything_else_is_refused(string text) => Assert.Null(DeliveryFaults.Parse(text));

    [Fact]
    public void Nothing_is_duplicated_or_late_unless_asked_for() =>
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal((false, TimeSpan.Zero), (DeliveryFaults.None.IsDuplicated(Random.Shared), DeliveryFaults.None.Delay(Random.Shared))));

    [Fact]
    public void A_mean_delay_is_kept_on_average_and_never_exceeded_tenfold()
    {
        var faults = DeliveryFaults.Parse("delay=2")!;
        var random = new Random(7);
        var delays = Enumerable.Range(0, 10_000).Select(_ => faults.Delay(random).TotalSeconds).ToArray();
        Assert.InRange(delays.Average(), 1.9, 2.1);
        Assert.InRange(delays.Max(), 2, 20);
    }
}
