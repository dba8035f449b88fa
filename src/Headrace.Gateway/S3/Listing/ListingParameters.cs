using System.Globalization;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Listing;

/// <summary>The parameters that every listing of keys has.</summary>
/// <param name="Delimiter">Null when there is none; an empty one is none.</param>
/// <param name="EncodingType"><c>url</c>, or null.</param>
internal sealed record ListingParameters(string Prefix, string? Delimiter, string? EncodingType, int Max)
{
    private const int Limit = 1000;

    public string? EncodedDelimiter => Delimiter is null ? null : Encode(Delimiter);

    /// <exception cref="WireException">InvalidArgument.</exception>
    public static ListingParameters Read(S3Request request, string maxParameter)
    {
        var encoding = request.Parameter("encoding-type");
        if (encoding is not (null or "url"))
        {
            throw S3Error.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
        }

        return new ListingParameters(request.Parameter("prefix") ?? "", OrNull(request.Parameter("delimiter")), encoding, MaxEntries(request, maxParameter));
    }

    /// <summary>At most 1,000, whatever is asked.</summary>
    /// <exception cref="WireException">InvalidArgument.</exception>
    public static int MaxEntries(S3Request request, string parameter)
    {
        if (request.Parameter(parameter) is not { Length: > 0 } text)
        {
            return Limit;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var max))
        {
            throw S3Error.InvalidArgument($"Provided {parameter} not an integer or within integer range", parameter, text);
        }

        return max >= 0
            ? Math.Min(max, Limit)
            : throw S3Error.InvalidArgument($"Argument {parameter} must be an integer between 0 and 2147483647", parameter, text);
    }

    public static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>A key, prefix or marker as the answer shall carry it.</summary>
    public string Encode(string text) => EncodingType is null ? text : ObjectKey.ToListing(text);
}
