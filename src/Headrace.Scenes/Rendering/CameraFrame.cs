using System.Collections.Immutable;
using Headrace.Scenes.Floats;
using Headrace.Vips;
using Headrace.Vips.Jpeg;

namespace Headrace.Scenes.Rendering;

/// <summary>One picture and the truth about it.</summary>
/// <param name="Rgb">Three bytes a pixel, red first, row by row.</param>
/// <param name="WaterMask">255 where the pixel shows water, else 0.</param>
/// <param name="Objects">What floats or walks there, with its boxes.</param>
public sealed record CameraFrame(int Width, int Height, byte[] Rgb, byte[] WaterMask, ImmutableArray<SceneObject> Objects)
{
    private const int Quality = 88;

    /// <summary>A JPEG file as cameras write it. Loads a codec: not for an engine's process.</summary>
    public byte[] EncodeJpeg()
    {
        if (!TurboJpeg.IsAvailable)
        {
            using var image = VipsImage.FromPixels(Rgb, Width, Height, 3);
            return image.Encode(".jpg", ("Q", Quality));
        }

        using var jpeg = new TurboJpeg();
        byte[] file = [];
        var length = jpeg.EncodeRgb(Rgb, Width, Height, Quality, ref file);
        return file[..length];
    }

    /// <summary>The mask as a gray PNG file: white is water.</summary>
    public byte[] EncodeMask()
    {
        using var image = VipsImage.FromPixels(WaterMask, Width, Height, 1);
        return image.Encode(".png", ("compression", 2));
    }
}
