using System.Diagnostics.CodeAnalysis;
using Headrace.Vips;
using Headrace.Vision.Decoding;

namespace Headrace.Vision;

/// <summary>The input is not an image this system works on; nothing else is wrong. The message is for whoever sent the image.</summary>
/// <param name="reason">Such as <c>not an image of a known format</c>, to follow a name and a colon.</param>
[SuppressMessage("Naming", "CA1710", Justification = "It is the errorType that a function's caller reads.")]
public sealed class ImageRejected(string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    internal static ImageRejected Unreadable(ImageFormat format, VipsException exception) =>
        new($"an unreadable {format.Name()} image: {exception.Message}", exception);
}
