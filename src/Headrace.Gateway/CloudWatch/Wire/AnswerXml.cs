using System.Globalization;
using System.Text;
using System.Xml;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>Answers of the Query protocol: every list item an element <c>member</c>.</summary>
internal static class AnswerXml
{
    private const string Namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OmitXmlDeclaration = true, CheckCharacters = false };

    public static byte[] Write(string operation, Answer answer, string requestId) => Document($"{operation}Response", xml =>
    {
        if (answer.Count > 0)
        {
            Members(xml, $"{operation}Result", answer);
        }

        xml.WriteStartElement("ResponseMetadata");
        xml.WriteElementString("RequestId", requestId);
        xml.WriteEndElement();
    });

    public static byte[] WriteError(WireException error, string requestId) => Document("ErrorResponse", xml =>
    {
        xml.WriteStartElement("Error");
        xml.WriteElementString("Type", error.Status < 500 ? "Sender" : "Receiver");
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", error.Message);
        xml.WriteEndElement();
        xml.WriteElementString("RequestId", requestId);
    });

    private static byte[] Document(string root, Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement(root, Namespace);
            write(xml);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void Members(XmlWriter xml, string name, Answer answer)
    {
        xml.WriteStartElement(name);
        foreach (var (member, value) in answer)
        {
            Value(xml, member, value);
        }

        xml.WriteEndElement();
    }

    private static void Value(XmlWriter xml, string name, object? value)
    {
        switch (value)
        {
            case Answer inner:
                Members(xml, name, inner);
                break;
            case AnswerMap map:
                xml.WriteStartElement(name);
                foreach (var (key, entry) in map.Entries)
                {
                    xml.WriteStartElement("entry");
                    xml.WriteElementString("key", key);
                    Value(xml, "value", entry);
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
                break;
            case IReadOnlyList<object> list:
                xml.WriteStartElement(name);
                foreach (var item in list)
                {
                    Value(xml, "member", item);
                }

                xml.WriteEndElement();
                break;
            default:
                xml.WriteElementString(name, value switch
                {
                    double number => Number(number),
                    bool truth => truth ? "true" : "false",
                    DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                    _ => value?.ToString(),
                });
                break;
        }
    }

    /// <summary>As Java writes doubles, which is how AWS's answers have them: <c>41.0</c>.</summary>
    private static string Number(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E', 'N') ? text : text + ".0";
    }
}
