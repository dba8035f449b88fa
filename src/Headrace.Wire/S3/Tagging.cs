using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>Tag sets: the <c>Tagging</c> document and the <c>x-amz-tagging</c> header.</summary>
public static class Tagging
{
    public const int MaxObjectTags = 10;

    public const int MaxBucketTags = 50;

    private const string HeaderMessage =
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";

    /// <exception cref="S3DocumentException">MalformedXML, InvalidTag, BadRequest.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(ReadOnlyMemory<byte> document, int maxTags) =>
        S3Xml.Parse(document, "Tagging").Child("TagSet") is { } tagSet ? ParseTagSet(tagSet, maxTags) : [];

    /// <summary>The <c>tagging</c> field of an upload form: a document that is no tag set means no tags (recorded), one that is no XML is refused.</summary>
    /// <exception cref="S3DocumentException">MalformedXML, InvalidTag, BadRequest.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseForm(ReadOnlyMemory<byte> document) =>
        S3Xml.Parse(document) is { Name.LocalName: "Tagging" } root && root.Child("TagSet") is { } tagSet ? ParseTagSet(tagSet, MaxObjectTags) : [];

    /// <param name="parent">The element that holds <c>Tag</c> elements.</param>
    /// <exception cref="S3DocumentException">MalformedXML, InvalidTag, BadRequest.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseTagSet(XElement parent, int maxTags)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var tag in parent.Elements())
        {
            if (tag.Name.LocalName != "Tag" || tag.Elements().Any(child => child.Name.LocalName is not ("Key" or "Value")))
            {
                throw S3DocumentException.Malformed();
            }

            tags.Add(new(tag.RequiredText("Key"), tag.RequiredText("Value")));
        }

        Check(tags, maxTags);
        return tags;
    }

    /// <summary><c>k=v&amp;k2=v2</c>, form-encoded.</summary>
    /// <exception cref="S3DocumentException">InvalidArgument, InvalidTag, BadRequest.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseHeader(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return [];
        }

        var tags = new List<KeyValuePair<string, string>>();
        foreach (var pair in header.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var key = FormDecode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : FormDecode(pair[(equals + 1)..]);
            // An equals sign in the rest, or a name seen before, is not the form that S3 reads.
            if (key is null || value is null || pair.AsSpan(equals + 1).Contains('=') || tags.Exists(tag => tag.Key == key))
            {
                throw S3DocumentException.InvalidArgument(HeaderMessage, "x-amz-tagging", header);
            }

            tags.Add(new(key, value));
        }

        Check(tags, MaxObjectTags);
        return tags;
    }

    public static byte[] Write(IReadOnlyList<KeyValuePair<string, string>> tags) => S3Xml.Write("Tagging", writer => WriteTagSet(writer, tags));

    private static void WriteTagSet(XmlWriter writer, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        writer.WriteStartElement("TagSet");
        foreach (var (key, value) in tags)
        {
            writer.WriteStartElement("Tag");
            writer.Element("Key", key);
            writer.Element("Value", value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void Check(List<KeyValuePair<string, string>> tags, int maxTags)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (!seen.Add(key))
            {
                throw new S3DocumentException("InvalidTag", "Cannot provide multiple Tags with the same key", new KeyValuePair<string, string>("TagKey", key));
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                var message = maxTags == MaxBucketTags ? "System tags cannot be added/updated by requester" : "Your TagKey cannot be prefixed with aws:";
                throw new S3DocumentException("InvalidTag", message, new KeyValuePair<string, string>("TagKey", key));
            }

            if (key.Length is 0 or > 128 || !IsAllowed(key))
            {
                throw new S3DocumentException("InvalidTag", "The TagKey you have provided is invalid", new KeyValuePair<string, string>("TagKey", key));
            }

            if (value.Length > 256 || !IsAllowed(value))
            {
                throw new S3DocumentException(
                    "InvalidTag", "The TagValue you have provided is invalid", new KeyValuePair<string, string>("TagKey", key), new KeyValuePair<string, string>("TagValue", value));
            }
        }

        if (tags.Count > maxTags)
        {
            throw new S3DocumentException(
                "BadRequest", maxTags == MaxObjectTags ? "Object tags cannot be greater than 10" : "Bucket tag count cannot be greater than 50");
        }
    }

    /// <summary>Letters, white space and numbers of any script, and <c>_ . : / = + - @</c>.</summary>
    private static bool IsAllowed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) && !Rune.IsWhiteSpace(rune) && !Rune.IsNumber(rune) && !"_.:/=+-@".Contains((char)rune.Value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string? FormDecode(string text) => ObjectKey.FromPath(text.Replace('+', ' '));
}
