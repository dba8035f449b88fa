using Headrace.Vips;

namespace Headrace.Vision.Tests.Vips;

public sealed class VipsImageTests
{
    [Theory]
    [InlineData(".jpg", "VipsForeignLoadJpegBuffer")]
    [InlineData(".png", "VipsForeignLoadPngBuffer")]
    [InlineData(".webp", "VipsForeignLoadWebpBuffer")]
    [InlineData(".tif", "VipsForeignLoadTiffBuffer")]
    [InlineData(".gif", "VipsForeignLoadNsgifBuffer")]
    [InlineData(".avif", "VipsForeignLoadHeifBuffer")]
    public void What_is_encoded_is_recognised_and_has_its_size(string suffix, string loader)
    {
        var encoded = Images.Photograph(suffix, 64, 48);

        Assert.Equal(loader, VipsImage.FindLoader(encoded));
        using var image = VipsImage.Open(encoded);
        Assert.Equal((64, 48), (image.Width, image.Height));
    }

    [Fact]
    public void Rows_read_in_strips_are_the_pixels()
    {
        var encoded = Images.Photograph(".png", 50, 37);
        using var whole = VipsImage.Open(encoded);
        using var image = VipsImage.Open(encoded);
        using var rows = image.ReadRows();
        var read = new List<byte>();
        for (var top = 0; top < 37; top += 5)
        {
            read.AddRange(rows.Read(top, Math.Min(5, 37 - top)));
        }

        Assert.Equal(whole.ToPixels(), read);
    }

    [Fact]
    public void Pixels_survive_a_lossless_round_trip()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 4 * 3).Select(at => (byte)(at * 4))];
        using var image = VipsImage.FromPixels(pixels, 5, 4, 3);
        using var again = VipsImage.Open(image.Encode(".png"));
        using var reopened = VipsImage.Open(image.Encode(".png"));
        using var green = reopened.ExtractBands(1, 1);

        Assert.Equal(pixels, again.ToPixels());
        Assert.Equal(pixels.Where((_, at) => at % 3 == 1), green.ToPixels());
    }

    [Fact]
    public void A_resize_stretches_to_the_size_asked_for()
    {
        using var image = VipsImage.FromPixels(new byte[100 * 80], 100, 80, 1);
        using var resized = image.Resize(33, 77, VipsKernel.Cubic);

        Assert.Equal((33, 77), (resized.Width, resized.Height));
    }

    [Fact]
    public void A_jpeg_shrinks_while_it_is_decoded()
    {
        using var half = VipsImage.Open(Images.Jpeg, "VipsForeignLoadJpegBuffer", shrink: 2);

        Assert.Equal((150, 100), (half.Width, half.Height));
    }

    [Fact]
    public void Bytes_that_are_no_image_have_no_loader()
    {
        Assert.Null(VipsImage.FindLoader("this is not an image at all"u8));
        Assert.Throws<VipsException>(() => VipsImage.Open(new byte[100]));
    }

    [Fact]
    public void An_svg_is_not_drawn()
    {
        var svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect width='10' height='10'/></svg>"u8.ToArray();

        Assert.Throws<VipsException>(() => VipsImage.Open(svg));
    }

    [Fact]
    public void A_file_cut_short_is_an_error_in_the_librarys_words()
    {
        var png = Images.Photograph(".png");
        using var image = VipsImage.Open(png.AsMemory(0, png.Length / 2));

        var error = Assert.Throws<VipsException>(image.ToPixels);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEmpty(error.Message);
        using var next = VipsImage.Open(png);
        Assert.Equal(300 * 200 * 3, next.ToPixels().Length);
    }

    [Fact]
    public void A_property_or_an_operation_that_is_not_there_is_an_error()
    {
        using var black = new VipsOperation("black");

        Assert.Contains("colour-of-socks", Assert.Throws<VipsException>(() => black.Set("colour-of-socks", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<VipsException>(() => new VipsOperation("fold-into-a-hat"));
        Assert.Throws<VipsException>(black.Build);
    }
}
