using Headrace.Vision.Photographs;
using Headrace.Vision.Pipelines;
using Headrace.Vision.Preprocess;

namespace Headrace.Vision.Tests.Pillow;

/// <summary>preprocess gives what <c>convert("L").resize((256, 256))</c> gives.</summary>
public sealed class PillowAgreementTests(PillowFixture pillow) : IClassFixture<PillowFixture>, IDisposable
{
    private const double Agreed = 38;

    private readonly Pipeline pipeline = PreprocessPipeline.Create(new PreprocessOptions());
    private readonly Frame frame = new();

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgba.png")]
    [InlineData("gray.png")]
    [InlineData("gray-alpha.png")]
    [InlineData("palette.png")]
    [InlineData("bilevel.png")]
    [InlineData("one-pixel.png")]
    [InlineData("one-row.png")]
    [InlineData("one-column.png")]
    [InlineData("tiny.png")]
    [InlineData("exact.png")]
    [InlineData("enlarged.png")]
    [InlineData("long.png")]
    [InlineData("rgb.tif")]
    [InlineData("lzw.tif")]
    [InlineData("cmyk.tif")]
    [InlineData("still.gif")]
    [InlineData("animated.gif")]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("animated.webp")]
    [InlineData("cmyk.jpg")]
    [InlineData("gray.jpg")]
    [InlineData("one-pixel.jpg")]
    public void Pixels_are_equal(string name)
    {
        pillow.SkipUnlessAvailable();
        pipeline.Run(frame, File.ReadAllBytes(Path.Combine(pillow.Folder, name)));

        Assert.Equal(File.ReadAllBytes(Path.Combine(pillow.Folder, name + ".gray")), frame.Gray.ToArray());
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("full-chroma.jpg")]
    [InlineData("odd-sides.jpg")]
    [InlineData("rotated.jpg")]
    public void Luma_decoded_alone_is_as_near_as_rounding_allows(string name)
    {
        pillow.SkipUnlessAvailable();
        pipeline.Run(frame, File.ReadAllBytes(Path.Combine(pillow.Folder, name)));

        Assert.InRange(Images.Psnr(frame.Gray.Span, File.ReadAllBytes(Path.Combine(pillow.Folder, name + ".gray"))), 45, double.PositiveInfinity);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("lossy.webp")]
    [InlineData("rgb.tif")]
    [InlineData("still.gif")]
    [InlineData("baseline.jpg")]
    [InlineData("cmyk.jpg")]
    public void Pillow_reads_the_result_in_the_same_format_within_38_dB(string name)
    {
        pillow.SkipUnlessAvailable();
        pipeline.Run(frame, File.ReadAllBytes(Path.Combine(pillow.Folder, name)));

        Assert.Equal(frame.Format, frame.OutputFormat);
        Assert.InRange(Images.Psnr(pillow.Decode(frame.Output.ToArray()), File.ReadAllBytes(Path.Combine(pillow.Folder, name + ".gray"))), Agreed, double.PositiveInfinity);
    }

    [Fact]
    public void Sixty_photographs_agree_within_38_dB()
    {
        pillow.SkipUnlessAvailable();
        var folder = Path.Combine(Repository.SharedData, "coco");
        Assert.SkipUnless(Directory.Exists(folder), "the photographs of ../shared/data/coco are not here");
        var photographs = Directory.GetFiles(folder, "*.jpg");

        Assert.Equal(60, photographs.Length);
        Agree(photographs);
    }

    [Fact]
    public void Generated_photographs_agree_within_38_dB()
    {
        pillow.SkipUnlessAvailable();
        var photographs = new List<string>();
        foreach (var (width, height) in PhotographGenerator.Sizes.Add((4000, 3000)))
        {
            photographs.Add(Path.Combine(pillow.Folder, $"{width}x{height}.jpg"));
            File.WriteAllBytes(photographs[^1], PhotographGenerator.Create(seed: width, width, height));
        }

        Agree(photographs);
    }

    /// <summary>The pixels before they are encoded, and the file that is written.</summary>
    private void Agree(IReadOnlyList<string> photographs)
    {
        foreach (var (path, reference) in pillow.Gray(photographs))
        {
            pipeline.Run(frame, File.ReadAllBytes(path));
            Assert.True(Images.Psnr(frame.Gray.Span, reference) >= 40, path);
            Assert.True(Images.Psnr(pillow.Decode(frame.Output.ToArray()), reference) >= Agreed, path);
        }
    }

    public void Dispose() => frame.Dispose();
}
