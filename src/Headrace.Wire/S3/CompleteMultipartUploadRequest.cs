using System.Globalization;

namespace Headrace.Wire.S3;

/// <summary>The <c>CompleteMultipartUpload</c> document: parts as the client lists them.</summary>
public static class CompleteMultipartUploadRequest
{
    /// <param name="ETag">Unquoted.</param>
    /// <param name="Checksums">Algorithm (<c>CRC32</c>) → base64.</param>
    public sealed record Part(int Number, string ETag, IReadOnlyList<KeyValuePair<string, string>> Checksums);

    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static IReadOnlyList<Part> Parse(ReadOnlyMemory<byte> document)
    {
        var parts = new List<Part>();
        foreach (var element in S3Xml.Parse(document, "CompleteMultipartUpload").Children("Part"))
        {
            if (!int.TryParse(element.RequiredText("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw S3DocumentException.Malformed();
            }

            var checksums = new List<KeyValuePair<string, string>>();
            foreach (var child in element.Elements())
            {
                if (child.Name.LocalName.StartsWith("Checksum", StringComparison.Ordinal))
                {
                    checksums.Add(new(child.Name.LocalName["Checksum".Length..], child.Value));
                }
            }

            parts.Add(new Part(number, element.RequiredText("ETag").Trim().Trim('"'), checksums));
        }

        return parts;
    }
}
