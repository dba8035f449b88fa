using System.Globalization;
using Headrace.Gateway.S3.Listing;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html</remarks>
internal static class ListParts
{
    public static Task HandleAsync(S3Request request)
    {
        var upload = UploadLookup.Find(request);
        var maxParts = ListingParameters.MaxEntries(request, "max-parts");
        var after = request.Parameter("part-number-marker") switch
        {
            null or "" => 0,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw S3Error.InvalidArgument("Provided part-number-marker not an integer or within integer range", "part-number-marker", text),
        };
        var listing = request.Store.ListParts(upload, after, maxParts);
        var create = upload.Create;
        return request.WriteXmlAsync(S3Xml.Write("ListPartsResult", writer =>
        {
            writer.Element("Bucket", upload.Bucket);
            writer.Element("Key", upload.Key);
            writer.Element("UploadId", upload.UploadId);
            UploadXml.WriteOwners(writer, request);
            writer.Element("StorageClass", create.Put.StorageClass);
            writer.Element("PartNumberMarker", after);
            writer.Element("NextPartNumberMarker", listing.Parts.Count == 0 ? 0 : listing.Parts[^1].Number);
            writer.Element("MaxParts", maxParts);
            writer.Element("IsTruncated", listing.NextPartNumber is not null);
            writer.OptionalElement("ChecksumAlgorithm", create.ChecksumAlgorithm);
            writer.OptionalElement("ChecksumType", create.ChecksumType);
            foreach (var part in listing.Parts)
            {
                writer.Element("Part", element =>
                {
                    element.Element("PartNumber", part.Number);
                    element.Element("LastModified", part.LastModified);
                    element.Element("ETag", Objects.ObjectAnswer.Quoted(part.ETag));
                    element.Element("Size", part.Size);
                    if (create.ChecksumAlgorithm is not null && part.Checksum is { } checksum)
                    {
                        element.Element("Checksum" + checksum.Algorithm, checksum.Value);
                    }
                });
            }
        }));
    }
}
