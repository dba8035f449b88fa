using System.Xml;
using Headrace.Store.Listing;
using Headrace.Store.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Listing;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html</remarks>
internal static class ListObjectVersions
{
    public static Task HandleAsync(S3Request request)
    {
        var parameters = ListingParameters.Read(request, "max-keys");
        var keyMarker = request.Parameter("key-marker") ?? "";
        var versionIdMarker = request.Parameter("version-id-marker") ?? "";
        if (versionIdMarker.Length > 0 && keyMarker.Length == 0)
        {
            throw S3Error.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", versionIdMarker);
        }

        var listing = request.Store.ListVersions(new ListVersionsQuery(
            request.Bucket.Name, parameters.Prefix, parameters.Delimiter, ListingParameters.OrNull(keyMarker), ListingParameters.OrNull(versionIdMarker), parameters.Max));
        return request.WriteXmlAsync(S3Xml.Write("ListVersionsResult", writer =>
        {
            writer.Element("Name", request.Bucket.Name);
            writer.Element("Prefix", parameters.Encode(parameters.Prefix));
            writer.Element("KeyMarker", parameters.Encode(keyMarker));
            writer.Element("VersionIdMarker", versionIdMarker);
            writer.OptionalElement("NextKeyMarker", listing.NextKeyMarker is null ? null : parameters.Encode(listing.NextKeyMarker));
            writer.OptionalElement("NextVersionIdMarker", listing.NextVersionIdMarker);
            writer.Element("MaxKeys", parameters.Max);
            writer.OptionalElement("Delimiter", parameters.EncodedDelimiter);
            writer.OptionalElement("EncodingType", parameters.EncodingType);
            writer.Element("IsTruncated", listing.NextKeyMarker is not null);
            foreach (var version in listing.Versions)
            {
                Write(writer, version, parameters, request.OwnerId);
            }

            ListingXml.WriteCommonPrefixes(writer, listing.CommonPrefixes, parameters);
        }));
    }

    private static void Write(XmlWriter writer, ObjectVersion version, ListingParameters parameters, string ownerId)
    {
        writer.WriteStartElement(version.IsDeleteMarker ? "DeleteMarker" : "Version");
        writer.Element("Key", parameters.Encode(version.Key));
        writer.Element("VersionId", version.VersionId);
        writer.Element("IsLatest", version.IsLatest);
        if (version.IsDeleteMarker)
        {
            writer.Element("LastModified", version.LastModified);
            ListingXml.WriteOwner(writer, ownerId);
        }
        else
        {
            ListingXml.WriteDetails(writer, version);
            ListingXml.WriteOwner(writer, ownerId);
            writer.Element("StorageClass", version.StorageClass);
        }

        writer.WriteEndElement();
    }
}
