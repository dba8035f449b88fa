using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>Reading and writing S3's XML: UTF-8, no DTD, elements matched by local name (S3 takes documents with and without its namespace).</summary>
public static class S3Xml
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        // Keys may hold characters that XML 1.0 has only as references, &#x1; for one; S3 takes and gives them so.
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = false,
        CloseOutput = false,
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The document's root, which must have the given local name.</summary>
    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static XElement Parse(ReadOnlyMemory<byte> document, string root) =>
        Parse(document) is var element && element.Name.LocalName == root ? element : throw S3DocumentException.Malformed();

    /// <summary>The root of any document.</summary>
    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static XElement Parse(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document.ToArray(), writable: false), ReaderSettings);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (Exception broken) when (broken is XmlException or InvalidOperationException)
        {
            throw S3DocumentException.Malformed();
        }
    }

    /// <summary>A whole document with one root in S3's namespace.</summary>
    public static byte[] Write(string root, Action<XmlWriter> content, string? xmlNamespace = Namespace)
    {
        using var buffer = new MemoryStream(1024);
        buffer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);
        using (var writer = XmlWriter.Create(buffer, WriterSettings))
        {
            writer.WriteStartElement(root, xmlNamespace);
            content(writer);
            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }

    public static XElement? Child(this XElement element, string name)
    {
        foreach (var child in element.Elements())
        {
            if (child.Name.LocalName == name)
            {
                return child;
            }
        }

        return null;
    }

    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The text of a child, or null when there is no such child.</summary>
    public static string? Text(this XElement element, string name) => element.Child(name)?.Value;

    /// <exception cref="S3DocumentException">MalformedXML when the child is missing.</exception>
    public static string RequiredText(this XElement element, string name) => element.Text(name) ?? throw S3DocumentException.Malformed();

    public static void Element(this XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement(name);
        writer.WriteString(value);
        writer.WriteEndElement();
    }

    public static void Element(this XmlWriter writer, string name, long value) => writer.Element(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter writer, string name, bool value) => writer.Element(name, value ? "true" : "false");

    public static void Element(this XmlWriter writer, string name, DateTimeOffset value) => writer.Element(name, Timestamp(value));

    public static void Element(this XmlWriter writer, string name, Action<XmlWriter> content)
    {
        writer.WriteStartElement(name);
        content(writer);
        writer.WriteEndElement();
    }

    /// <summary>Written only when there is a value.</summary>
    public static void OptionalElement(this XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Element(name, value);
        }
    }

    /// <summary>S3's body timestamps: <c>2009-10-12T17:50:30.000Z</c>.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
