using System.Globalization;

namespace Headrace.Gateway.S3.Multipart;

internal static class PartNumber
{
    public const int Max = 10_000;

    /// <exception cref="WireException">InvalidArgument.</exception>
    public static int Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Max
            ? number
            : throw S3Error.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text ?? "");
}
