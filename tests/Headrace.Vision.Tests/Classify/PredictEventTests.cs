using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Bootstrap.Classify;

namespace Headrace.Vision.Tests.Classify;

public sealed class PredictEventTests
{
    private static readonly string[] Seeds =
    [
        """{"values":[[5.9,3.0,5.1,2.3]]}""", """{"body":"{\"values\":[[5.9,3.0,5.1,2.3]]}","isBase64Encoded":false}""", """{"body":"eyJ2YWx1ZXMiOltbNS45LDMuMCw1LjEsMi4zXV19","isBase64Encoded":true}""",
        """{"body":"\ud800","\ud800":1}""", """{"values":[["\udfff"]],"x":"\u0000"}""",
    ];

    [Fact]
    public void Whatever_comes_is_rows_or_nothing_or_refused()
    {
        var mutations =
            from seed in Gen.Elements(Seeds)
            from edits in Gen.Zip(Gen.Choose(0, seed.Length), Gen.Choose(0, 255)).ArrayOf(6)
            from cut in Gen.Choose(0, seed.Length)
            from isCut in Gen.Elements(true, false, false)
            select Mutated(seed, edits, isCut ? cut : seed.Length);
        Prop.ForAll(mutations.ToArbitrary(), payload =>
        {
            try
            {
                var rows = PredictEvent.Read(payload, 4, out _);
                Assert.True(rows is null || (rows.Width == 4 && rows.Numbers.Length == 4 * rows.Count && Array.TrueForAll(rows.Numbers, float.IsFinite)));
            }
            catch (PredictException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [InlineData("""{"body":"\ud800"}""")]
    [InlineData("""{"bod\ud800":1,"values":[[1,2,3,4]]}""")]
    public void Half_a_character_is_refused(string payload) =>
        Assert.StartsWith("the event is not text: ", Assert.Throws<PredictException>(() => PredictEvent.Read(Encoding.UTF8.GetBytes(payload), 4, out _)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_known_width_the_first_row_says_it()
    {
        var rows = PredictEvent.Read("""{"values":[[1,2],[3,4],[5,6]]}"""u8.ToArray(), null, out _)!;

        Assert.Equal((3, 2), (rows.Count, rows.Width));
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Numbers);
    }

    private static byte[] Mutated(string seed, (int Place, int Value)[] edits, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(seed);
        foreach (var (place, value) in edits.Take(edits.Length % 4))
        {
            bytes[place % bytes.Length] = (byte)value;
        }

        return bytes[..Math.Min(length, bytes.Length)];
    }
}
