using System.Buffers.Text;
using System.Text;

namespace Headrace.Gateway.S3.Listing;

/// <summary>Where a listing goes on: opaque to clients, the key after which the next page begins to us.</summary>
internal static class ContinuationToken
{
    private const byte FormatVersion = 1;

    public static string Write(string after) => Base64Url.EncodeToString([FormatVersion, .. Encoding.UTF8.GetBytes(after)]);

    /// <exception cref="WireException">InvalidArgument.</exception>
    public static string Read(string token)
    {
        if (Base64Url.IsValid(token) && Base64Url.DecodeFromChars(token) is [FormatVersion, _, ..] decoded)
        {
            return Encoding.UTF8.GetString(decoded.AsSpan(1));
        }

        throw S3Error.WithMessage(
            "InvalidArgument", "The continuation token provided is incorrect", new KeyValuePair<string, string>("ArgumentName", "continuation-token"));
    }
}
