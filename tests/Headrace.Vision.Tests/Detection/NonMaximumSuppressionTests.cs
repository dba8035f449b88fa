using FsCheck;
using FsCheck.Fluent;
using Headrace.Vision.Detection;

namespace Headrace.Vision.Tests.Detection;

public sealed class NonMaximumSuppressionTests
{
    [Fact]
    public void What_is_kept_overlaps_no_more_than_allowed_and_what_goes_overlaps_something_better()
    {
        var side = Gen.Choose(1, 60);
        var candidates =
            from x in Gen.Choose(-20, 60)
            from y in Gen.Choose(-20, 60)
            from width in side
            from height in side
            from score in Gen.Choose(1, 20)
            from number in Gen.Choose(0, 2)
            select new Candidate(number, score / 20f, new Box(x, y, width, height));
        Prop.ForAll(candidates.ListOf().Select(static list => list.ToList()).ToArbitrary(), static all =>
        {
            foreach (var perClass in (bool[])[false, true])
            {
                var kept = NonMaximumSuppression.Apply(all, 0.4, perClass);
                Assert.All(kept.Index(), one => Assert.All(kept.Take(one.Index).Where(better => !perClass || better.Class == one.Item.Class), better => Assert.True(better.Box.Overlap(one.Item.Box) <= 0.4)));
                Assert.All(all.Except(kept), gone => Assert.Contains(kept, better => better.Score >= gone.Score && better.Box.Overlap(gone.Box) > 0.4 && (!perClass || better.Class == gone.Class)));
                Assert.Equal(kept.Select(one => one.Score).OrderDescending(), kept.Select(one => one.Score));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0, 10, 10, 1.0)]
    [InlineData(5, 0, 10, 10, 1.0 / 3)]
    [InlineData(10, 0, 10, 10, 0.0)]
    [InlineData(2, 2, 5, 5, 0.25)]
    public void Overlap_is_intersection_over_union(int x, int y, int width, int height, double expected) =>
        Assert.Equal(expected, new Box(0, 0, 10, 10).Overlap(new Box(x, y, width, height)), 12);

    [Fact]
    public void Boxes_at_the_ends_of_the_numbers_do_not_overflow() =>
        Assert.Equal(0, new Box(int.MaxValue - 1, 0, 10, 10).Overlap(new Box(int.MinValue, 0, 10, 10)));
}
