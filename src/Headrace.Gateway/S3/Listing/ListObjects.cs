using Headrace.Store.Listing;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Listing;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html</remarks>
internal static class ListObjects
{
    public static Task HandleAsync(S3Request request)
    {
        var parameters = ListingParameters.Read(request, "max-keys");
        var marker = request.Parameter("marker") ?? "";
        var query = new ListObjectsQuery(request.Bucket.Name, parameters.Prefix, parameters.Delimiter, ListingParameters.OrNull(marker), parameters.Max);
        var listing = request.Store.ListObjects(query);
        return request.WriteXmlAsync(S3Xml.Write("ListBucketResult", writer =>
        {
            writer.Element("Name", query.Bucket);
            writer.Element("Prefix", parameters.Encode(parameters.Prefix));
            writer.Element("Marker", parameters.Encode(marker));
            // Without a delimiter the last key is the next marker, and S3 does not repeat it.
            writer.OptionalElement("NextMarker", listing.Next is not null && parameters.Delimiter is not null ? parameters.Encode(listing.Next) : null);
            writer.Element("MaxKeys", parameters.Max);
            writer.OptionalElement("Delimiter", parameters.EncodedDelimiter);
            writer.OptionalElement("EncodingType", parameters.EncodingType);
            writer.Element("IsTruncated", listing.Next is not null);
            ListingXml.WriteContents(writer, listing.Objects, parameters, request.OwnerId);
            ListingXml.WriteCommonPrefixes(writer, listing.CommonPrefixes, parameters);
        }));
    }
}
