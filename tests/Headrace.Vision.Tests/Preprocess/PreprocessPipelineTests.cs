using System.Text;
using Headrace.Vips;
using Headrace.Vision.Decoding;
using Headrace.Vision.Pipelines;
using Headrace.Vision.Preprocess;

namespace Headrace.Vision.Tests.Preprocess;

public sealed class PreprocessPipelineTests : IDisposable
{
    private readonly Frame frame = new();

    [Theory]
    [InlineData(".jpg", ImageFormat.Jpeg)]
    [InlineData(".png", ImageFormat.Png)]
    [InlineData(".webp", ImageFormat.WebP)]
    [InlineData(".tif", ImageFormat.Tiff)]
    [InlineData(".gif", ImageFormat.Gif)]
    [InlineData(".avif", ImageFormat.Avif)]
    public void A_result_has_the_size_asked_for_and_the_inputs_format(string suffix, ImageFormat format)
    {
        Run(Images.Photograph(suffix), new PreprocessOptions { Width = 64, Height = 32 });

        Assert.Equal(format, frame.OutputFormat);
        using var result = VipsImage.Open(frame.Output.ToArray());
        Assert.Equal((64, 32), (result.Width, result.Height));
        Assert.Equal(64 * 32, frame.Gray.Length);
    }

    [Theory]
    [InlineData(256, 256)]
    [InlineData(1, 1)]
    [InlineData(17, 333)]
    [InlineData(2000, 1500)]
    public void Any_size_can_be_asked_for(int width, int height)
    {
        Run(Images.Jpeg, new PreprocessOptions { Width = width, Height = height });

        using var result = VipsImage.Open(frame.Output.ToArray());
        Assert.Equal((width, height), (result.Width, result.Height));
    }

    [Fact]
    public void Sixteen_bits_give_their_upper_eight()
    {
        using var bytes = VipsImage.FromPixels([10, 200], 2, 1, 1);
        using var wide = bytes.Cast(VipsFormat.UInt16, shift: true);
        using var sixteen = wide.As(VipsInterpretation.Gray16);

        Run(sixteen.Encode(".png"), new PreprocessOptions { Width = 2, Height = 1 });

        Assert.Equal([10, 200], frame.Gray.ToArray());
    }

    [Theory]
    [InlineData("", "an empty object (0 bytes), not an image")]
    [InlineData("hello, this is text and no image", "not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF)")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>", "not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF)")]
    [InlineData("%PDF-1.7 and so on", "not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF)")]
    [InlineData("\u0089PNG but not quite", "not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF)")]
    public void What_is_no_image_is_refused_and_the_next_image_is_not(string content, string reason)
    {
        Assert.Equal(reason, Refusal(Encoding.Latin1.GetBytes(content)));

        Run(Images.Jpeg);
        Assert.Equal(256 * 256, frame.Gray.Length);
    }

    [Theory]
    [InlineData(".jpg", 0.5)]
    [InlineData(".jpg", 0.95)]
    [InlineData(".jpg", 0.01)]
    [InlineData(".png", 0.5)]
    [InlineData(".webp", 0.5)]
    [InlineData(".tif", 0.999)]
    [InlineData(".gif", 0.5)]
    [InlineData(".avif", 0.5)]
    public void A_file_cut_short_is_refused(string suffix, double part)
    {
        var whole = Images.Photograph(suffix);

        Assert.Contains(suffix == ".tif" ? "image" : "unreadable", Refusal(whole[..(int)(whole.Length * part)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    public void A_decompression_bomb_is_refused_by_its_header(string suffix)
    {
        var bomb = suffix == ".webp" ? Images.Black(suffix, 12_000, 12_000, ("lossless", 1), ("effort", 0)) : Images.Black(suffix, 12_000, 12_000);

        Assert.Equal("an image of 12000x12000 = 144 megapixels, more than the limit of 100", Refusal(bomb));
    }

    [Fact]
    public void The_pixel_limit_itself_is_allowed()
    {
        var options = new PreprocessOptions { MaximumPixels = 2_000_000 };

        Run(Images.Black(".png", 2000, 1000), options);
        Assert.Contains("more than the limit of 2", Refusal(Images.Black(".png", 2000, 1001), options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".jpg", "interlace")]
    [InlineData(".png", "interlace")]
    [InlineData(".webp", "lossless")]
    public void A_format_that_is_decoded_whole_is_refused_when_memory_is_short(string suffix, string setting)
    {
        var image = Images.Black(suffix, 4000, 3000, (setting, 1));

        Assert.Contains("MiB", Refusal(image, new PreprocessOptions { MaximumMemory = 8 << 20 }), StringComparison.Ordinal);
        Run(image, new PreprocessOptions { MaximumMemory = 128 << 20 });
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    public void A_format_that_is_decoded_row_by_row_needs_little_memory(string suffix) =>
        Run(Images.Black(suffix, 4000, 3000), new PreprocessOptions { MaximumMemory = 4 << 20 });

    [Theory]
    [InlineData(1, 70_000)]
    [InlineData(70_000, 1)]
    public void A_side_that_no_picture_has_is_refused(int width, int height) =>
        Assert.Equal($"an image of {width}x{height}, with a side of more than 65535 pixels", Refusal(Images.Black(".png", width, height)));

    [Theory]
    [InlineData(1, 65_000)]
    [InlineData(65_000, 1)]
    public void A_very_long_picture_is_not(int width, int height) =>
        Run(Images.Black(".png", width, height), new PreprocessOptions { MaximumMemory = 32 << 20 });

    [Fact]
    public void The_same_image_gives_the_same_bytes_whatever_came_between()
    {
        Run(Images.Jpeg);
        var first = frame.Output.ToArray();
        Run(Images.Photograph(".png", 900, 700));
        _ = Refusal([1, 2, 3]);
        Run(Images.Jpeg);

        Assert.Equal(first, frame.Output.ToArray());
    }

    private void Run(byte[] input, PreprocessOptions? options = null) => PreprocessPipeline.Create(options ?? new PreprocessOptions()).Run(frame, input);

    private string Refusal(byte[] input, PreprocessOptions? options = null) => Assert.Throws<ImageRejected>(() => Run(input, options)).Message;

    public void Dispose() => frame.Dispose();
}
