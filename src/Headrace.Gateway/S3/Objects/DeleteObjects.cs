using System.Xml;
using Headrace.Gateway.S3.Access;
using Headrace.Wire.S3;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html</remarks>
internal static class DeleteObjects
{
    private const int MaxDocumentBytes = 4 * 1024 * 1024;

    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var document = DeleteRequest.Parse(await request.ReadDocumentAsync(MaxDocumentBytes));
        var origin = request.Origin;
        var refused = new List<DeleteRequest.Identifier>();
        var deletes = new List<Stored.DeleteObject>(document.Objects.Count);
        foreach (var identifier in document.Objects)
        {
            ObjectKeyLength.Check(identifier.Key);
            if (Authorization.MayAccessObject(request, identifier.VersionId is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket.Name, identifier.Key))
            {
                deletes.Add(new Stored.DeleteObject(bucket.Name, identifier.Key, identifier.VersionId, origin, identifier.ETag?.Trim().Trim('"')));
            }
            else
            {
                refused.Add(identifier);
            }
        }

        IReadOnlyList<Stored.DeletedObject> results = deletes.Count == 0 ? [] : await request.Store.DeleteObjectsAsync(deletes, request.Aborted);
        await request.WriteXmlAsync(S3Xml.Write("DeleteResult", writer =>
        {
            for (var index = 0; index < results.Count; index++)
            {
                if (results[index].Error is { } error)
                {
                    // An id that was never issued is an invalid argument alone, and a version that is not there among many (recorded).
                    var said = error.Code == "InvalidArgument" ? S3Error.NoSuchVersion(deletes[index].Key, "") : S3Error.From(error);
                    WriteError(writer, deletes[index].Key, deletes[index].VersionId, said.Code, said.Message);
                }
                else if (!document.Quiet)
                {
                    WriteDeleted(writer, results[index]);
                }
            }

            foreach (var identifier in refused)
            {
                WriteError(writer, identifier.Key, identifier.VersionId, "AccessDenied", "Access Denied");
            }
        }));
    }

    private static void WriteDeleted(XmlWriter writer, Stored.DeletedObject deleted) => writer.Element("Deleted", entry =>
    {
        entry.Element("Key", deleted.Key);
        entry.OptionalElement("VersionId", deleted.VersionId);
        if (deleted.IsDeleteMarker)
        {
            entry.Element("DeleteMarker", true);
            entry.OptionalElement("DeleteMarkerVersionId", deleted.MarkerVersionId);
        }
    });

    private static void WriteError(XmlWriter writer, string key, string? versionId, string code, string message) => writer.Element("Error", entry =>
    {
        entry.Element("Key", key);
        entry.OptionalElement("VersionId", versionId);
        entry.Element("Code", code);
        entry.Element("Message", message);
    });
}
