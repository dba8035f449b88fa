using System.Globalization;

namespace Headrace.Gateway.S3.Objects;

/// <summary>The limits on one request's payload.</summary>
internal static class UploadBody
{
    /// <summary>5 GiB: more needs a multipart upload.</summary>
    public const long MaxBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>The payload's length, which S3 wants to know beforehand.</summary>
    /// <exception cref="WireException">MissingContentLength, EntityTooLarge.</exception>
    public static long Length(S3Request request)
    {
        var length = request.Gateway.BodyLength ?? throw S3Error.Of("MissingContentLength");
        return length <= MaxBytes ? length : throw TooLarge(length);
    }

    public static WireException TooLarge(long proposed, long allowed = MaxBytes) => S3Error.Of(
        "EntityTooLarge", new("ProposedSize", proposed.ToString(CultureInfo.InvariantCulture)), new("MaxSizeAllowed", allowed.ToString(CultureInfo.InvariantCulture)));
}
