using Headrace.Store.Listing;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Listing;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html</remarks>
internal static class ListObjectsV2
{
    public static Task HandleAsync(S3Request request)
    {
        var parameters = ListingParameters.Read(request, "max-keys");
        var startAfter = ListingParameters.OrNull(request.Parameter("start-after"));
        var token = request.Parameter("continuation-token");
        var after = token is null ? startAfter : ContinuationToken.Read(token);
        var query = new ListObjectsQuery(request.Bucket.Name, parameters.Prefix, parameters.Delimiter, after, parameters.Max);
        var listing = request.Store.ListObjects(query);
        var withOwner = request.Parameter("fetch-owner") == "true";
        return request.WriteXmlAsync(S3Xml.Write("ListBucketResult", writer =>
        {
            writer.Element("Name", query.Bucket);
            writer.Element("Prefix", parameters.Encode(parameters.Prefix));
            writer.OptionalElement("ContinuationToken", token);
            writer.OptionalElement("NextContinuationToken", listing.Next is null ? null : ContinuationToken.Write(listing.Next));
            // The token has the say; S3 then does not repeat where the first page began.
            writer.OptionalElement("StartAfter", token is null && startAfter is not null ? parameters.Encode(startAfter) : null);
            writer.Element("KeyCount", listing.Objects.Count + listing.CommonPrefixes.Count);
            writer.Element("MaxKeys", parameters.Max);
            writer.OptionalElement("Delimiter", parameters.EncodedDelimiter);
            writer.OptionalElement("EncodingType", parameters.EncodingType);
            writer.Element("IsTruncated", listing.Next is not null);
            ListingXml.WriteContents(writer, listing.Objects, parameters, withOwner ? request.OwnerId : null);
            ListingXml.WriteCommonPrefixes(writer, listing.CommonPrefixes, parameters);
        }));
    }
}
