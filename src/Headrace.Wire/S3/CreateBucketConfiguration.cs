namespace Headrace.Wire.S3;

/// <summary>The document of CreateBucket; an empty body is an empty configuration.</summary>
/// <param name="LocationConstraint">As sent, or null.</param>
/// <param name="NotImplemented">An element that asks for what only directory buckets have; null when there is none.</param>
public sealed record CreateBucketConfiguration(string? LocationConstraint, IReadOnlyList<KeyValuePair<string, string>> Tags, string? NotImplemented)
{
    /// <exception cref="S3DocumentException">MalformedXML, InvalidTag.</exception>
    public static CreateBucketConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        if (document.IsEmpty)
        {
            return new CreateBucketConfiguration(null, [], null);
        }

        string? location = null, notImplemented = null;
        IReadOnlyList<KeyValuePair<string, string>> tags = [];
        foreach (var child in S3Xml.Parse(document, "CreateBucketConfiguration").Elements())
        {
            switch (child.Name.LocalName)
            {
                case "LocationConstraint":
                    location = child.Value.Trim();
                    break;
                case "Tags":
                    tags = ParseTags(child);
                    break;
                case "Location" or "Bucket":
                    notImplemented = child.Name.LocalName;
                    break;
                default:
                    throw S3DocumentException.Malformed();
            }
        }

        return new CreateBucketConfiguration(location is "" ? null : location, tags, notImplemented);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ParseTags(System.Xml.Linq.XElement element)
    {
        if (element.Elements().Any(tag => tag.Text("Key")?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true))
        {
            throw new S3DocumentException(
                "InvalidTag",
                "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.");
        }

        return Tagging.ParseTagSet(element, Tagging.MaxBucketTags);
    }
}
