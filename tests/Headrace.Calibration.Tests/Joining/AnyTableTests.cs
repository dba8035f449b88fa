using FsCheck;
using FsCheck.Fluent;
using Headrace.Calibration.Joining;

namespace Headrace.Calibration.Tests.Joining;

public sealed class AnyTableTests : IDisposable
{
    private static readonly string[] Pieces =
        ["image_timestamp", "datetime", "roi", "x_00065", ",", ",", "\t", ";", "\n", "\n", "\r\n", "\"", "{1,2}", "2024-05-09 17:00:04", "2024-05-09T17:00Z", "3.5", "Ice", "#", " ", "é", "\0", "5s", "-", "\uFEFF", "99999999999"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_text_is_read_or_refused_in_one_sentence() => Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(), pieces =>
    {
        var body = string.Concat(pieces);
        foreach (var content in (string[])[body, $"image_timestamp,roi\n{body}", $"datetime,x_00065\n2024-05-09 17:00:04,1\n{body}"])
        {
            var path = _folder.Write("any.csv", content);
            Try(() => ImageCounts.Read(path, new CountsColumns()));
            Try(() => GaugeSeries.Read(path, new GaugeColumns()));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(40));

    private static void Try(Func<object> read)
    {
        try
        {
            Assert.NotNull(read());
        }
        catch (CalibrationException refusal)
        {
            Assert.Contains("any.csv", refusal.Message, StringComparison.Ordinal);
        }
    }
}
