using Headrace.Gateway.S3.Listing;
using Headrace.Store.Listing;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html</remarks>
internal static class ListMultipartUploads
{
    public static Task HandleAsync(S3Request request)
    {
        var parameters = ListingParameters.Read(request, "max-uploads");
        var keyMarker = request.Parameter("key-marker") ?? "";
        // Without a key marker the upload id marker means nothing.
        var uploadIdMarker = keyMarker.Length == 0 ? "" : request.Parameter("upload-id-marker") ?? "";
        var listing = request.Store.ListUploads(new ListUploadsQuery(
            request.Bucket.Name, parameters.Prefix, parameters.Delimiter, ListingParameters.OrNull(keyMarker), ListingParameters.OrNull(uploadIdMarker), parameters.Max));
        var last = listing.Uploads.Count == 0 ? null : listing.Uploads[^1];
        return request.WriteXmlAsync(S3Xml.Write("ListMultipartUploadsResult", writer =>
        {
            writer.Element("Bucket", request.Bucket.Name);
            writer.Element("KeyMarker", parameters.Encode(keyMarker));
            writer.Element("UploadIdMarker", uploadIdMarker);
            writer.Element("NextKeyMarker", parameters.Encode(listing.NextKeyMarker ?? last?.Key ?? ""));
            writer.Element("NextUploadIdMarker", listing.NextUploadIdMarker ?? (listing.NextKeyMarker is null ? last?.UploadId : null) ?? "");
            writer.OptionalElement("Delimiter", parameters.EncodedDelimiter);
            writer.OptionalElement("Prefix", parameters.Prefix.Length == 0 ? null : parameters.Encode(parameters.Prefix));
            writer.OptionalElement("EncodingType", parameters.EncodingType);
            writer.Element("MaxUploads", parameters.Max);
            writer.Element("IsTruncated", listing.NextKeyMarker is not null);
            foreach (var upload in listing.Uploads)
            {
                writer.Element("Upload", element =>
                {
                    element.Element("Key", parameters.Encode(upload.Key));
                    element.Element("UploadId", upload.UploadId);
                    UploadXml.WriteOwners(element, request);
                    element.Element("StorageClass", upload.Create.Put.StorageClass);
                    element.Element("Initiated", upload.Initiated);
                    element.OptionalElement("ChecksumAlgorithm", upload.Create.ChecksumAlgorithm);
                    element.OptionalElement("ChecksumType", upload.Create.ChecksumType);
                });
            }

            ListingXml.WriteCommonPrefixes(writer, listing.CommonPrefixes, parameters);
        }));
    }
}
