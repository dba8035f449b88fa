using System.Xml;
using Headrace.Gateway.S3.Objects;
using Headrace.Store.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Listing;

internal static class ListingXml
{
    /// <param name="ownerId">Null leaves the owner out.</param>
    public static void WriteContents(XmlWriter writer, IReadOnlyList<ObjectVersion> objects, ListingParameters parameters, string? ownerId)
    {
        foreach (var version in objects)
        {
            writer.WriteStartElement("Contents");
            writer.Element("Key", parameters.Encode(version.Key));
            WriteDetails(writer, version);
            if (ownerId is not null)
            {
                WriteOwner(writer, ownerId);
            }

            writer.Element("StorageClass", version.StorageClass);
            writer.WriteEndElement();
        }
    }

    /// <summary>What listings of objects and of versions have in common.</summary>
    public static void WriteDetails(XmlWriter writer, ObjectVersion version)
    {
        writer.Element("LastModified", version.LastModified);
        writer.Element("ETag", ObjectAnswer.Quoted(version.ETag));
        if (version.Checksum is { } checksum)
        {
            writer.Element("ChecksumAlgorithm", checksum.Algorithm);
            writer.Element("ChecksumType", checksum.Type);
        }

        writer.Element("Size", version.Size);
    }

    public static void WriteOwner(XmlWriter writer, string ownerId)
    {
        writer.WriteStartElement("Owner");
        writer.Element("ID", ownerId);
        writer.WriteEndElement();
    }

    public static void WriteCommonPrefixes(XmlWriter writer, IReadOnlyList<string> prefixes, ListingParameters parameters)
    {
        foreach (var prefix in prefixes)
        {
            writer.WriteStartElement("CommonPrefixes");
            writer.Element("Prefix", parameters.Encode(prefix));
            writer.WriteEndElement();
        }
    }
}
