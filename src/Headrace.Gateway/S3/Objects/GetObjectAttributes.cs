using System.Globalization;
using System.Xml;
using Headrace.Store.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Objects;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html</remarks>
internal static class GetObjectAttributes
{
    private const int MaxParts = 1000;

    public static Task HandleAsync(S3Request request)
    {
        var asked = (request.Header("x-amz-object-attributes") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0)
        {
            throw S3Error.InvalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
        }

        if (asked.Any(attribute => attribute is not ("ETag" or "Checksum" or "ObjectParts" or "StorageClass" or "ObjectSize")))
        {
            throw S3Error.InvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", string.Join(',', asked));
        }

        var version = ObjectLookup.Find(request);
        var marker = Number(request, "x-amz-part-number-marker", 0);
        var maxParts = Math.Min(Number(request, "x-amz-max-parts", MaxParts), MaxParts);
        request.Response.Headers.LastModified = version.LastModified.ToString("R");
        ObjectLookup.AddVersionId(request, version);
        return request.WriteXmlAsync(S3Xml.Write("GetObjectAttributesResponse", writer =>
        {
            if (asked.Contains("ETag"))
            {
                writer.Element("ETag", version.ETag);
            }

            if (asked.Contains("Checksum") && version.Checksum is { } checksum)
            {
                WriteChecksum(writer, checksum);
            }

            if (asked.Contains("ObjectParts") && version.Parts.Count > 0)
            {
                writer.Element("ObjectParts", parts => WriteParts(parts, version, marker, maxParts));
            }

            if (asked.Contains("StorageClass"))
            {
                writer.Element("StorageClass", version.StorageClass);
            }

            if (asked.Contains("ObjectSize"))
            {
                writer.Element("ObjectSize", version.Size);
            }
        }));
    }

    /// <summary>Composite values come without the number of parts here.</summary>
    private static void WriteChecksum(XmlWriter writer, ObjectChecksum checksum) => writer.Element("Checksum", element =>
    {
        var dash = checksum.Value.IndexOf('-', StringComparison.Ordinal);
        element.Element("Checksum" + checksum.Algorithm, dash < 0 ? checksum.Value : checksum.Value[..dash]);
        element.Element("ChecksumType", checksum.Type);
    });

    /// <summary>Parts are listed one by one only when each has a checksum that the object's was made of.</summary>
    private static void WriteParts(XmlWriter writer, ObjectVersion version, int marker, int maxParts)
    {
        writer.Element("PartsCount", version.Parts.Count);
        if (version.Checksum?.Type != "COMPOSITE")
        {
            return;
        }

        var after = version.Parts.Where(part => part.Number > marker).ToList();
        var page = after.Take(maxParts).ToList();
        writer.Element("PartNumberMarker", marker);
        writer.Element("NextPartNumberMarker", page.Count == 0 ? 0 : page[^1].Number);
        writer.Element("MaxParts", maxParts);
        writer.Element("IsTruncated", after.Count > page.Count);
        foreach (var part in page)
        {
            writer.Element("Part", element =>
            {
                element.Element("PartNumber", part.Number);
                element.Element("Size", part.Size);
                element.OptionalElement("Checksum" + part.Checksum?.Algorithm, part.Checksum?.Value);
            });
        }
    }

    private static int Number(S3Request request, string header, int otherwise) => request.Header(header) switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw S3Error.InvalidArgument($"Provided {header} not an integer or within integer range", header, text),
    };
}
