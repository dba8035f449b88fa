using System.Globalization;
using System.Text;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3;

internal static class ObjectKeyLength
{
    /// <exception cref="WireException">KeyTooLongError.</exception>
    public static void Check(string key)
    {
        // A UTF-16 unit is at most three bytes of UTF-8: short keys need no count.
        if (key.Length > ObjectKey.MaxBytes / 3 && Encoding.UTF8.GetByteCount(key) is var size and > ObjectKey.MaxBytes)
        {
            throw S3Error.Of(
                "KeyTooLongError", new("Size", size.ToString(CultureInfo.InvariantCulture)),
                new("MaxSizeAllowed", ObjectKey.MaxBytes.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
