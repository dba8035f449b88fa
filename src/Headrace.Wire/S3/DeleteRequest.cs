namespace Headrace.Wire.S3;

/// <summary>The <c>Delete</c> document of DeleteObjects: 1 to 1,000 objects.</summary>
public sealed record DeleteRequest(IReadOnlyList<DeleteRequest.Identifier> Objects, bool Quiet)
{
    public const int MaxObjects = 1000;

    /// <param name="ETag">Delete only when the object's ETag is this one; quotes as sent.</param>
    public sealed record Identifier(string Key, string? VersionId, string? ETag);

    /// <exception cref="S3DocumentException">MalformedXML, NotImplemented.</exception>
    public static DeleteRequest Parse(ReadOnlyMemory<byte> document)
    {
        var root = S3Xml.Parse(document, "Delete");
        var objects = new List<Identifier>();
        foreach (var element in root.Children("Object"))
        {
            var key = element.RequiredText("Key");
            if (key.Length == 0 || objects.Count == MaxObjects)
            {
                throw S3DocumentException.Malformed();
            }

            if ((element.Child("LastModifiedTime") ?? element.Child("Size")) is { } condition)
            {
                // Directory buckets have these; general purpose buckets refuse them, in the words they have for the headers.
                throw new S3DocumentException(
                    "NotImplemented", "A header you provided implies functionality that is not implemented", new KeyValuePair<string, string>("Header", condition.Name.LocalName));
            }

            var versionId = element.Text("VersionId");
            objects.Add(new Identifier(key, versionId is "" ? null : versionId, element.Text("ETag")));
        }

        return objects.Count == 0 ? throw S3DocumentException.Malformed() : new DeleteRequest(objects, root.Text("Quiet") == "true");
    }
}
