using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Headrace.Gateway.AwsQuery;

namespace Headrace.Gateway.Iam;

/// <summary>What IAM's operations have in common: names, documents, times, pages.</summary>
internal static partial class IamText
{
    private const string NamePattern = @"[\w+=,.@-]+";

    public static string Name(QueryRequest query, string parameter, int most = 64) => query.Require(parameter, most, NameRegex(), NamePattern);

    public static string Path(QueryRequest query)
    {
        var path = query.Find("Path") ?? "/";
        return path.Length <= 512 && PathRegex().IsMatch(path) ? path : throw new WireException(
            "ValidationError", 400, "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
    }

    /// <summary>A policy: JSON with statements. What it permits is not evaluated.</summary>
    public static string Document(QueryRequest query, string parameter)
    {
        var document = query.Require(parameter);
        try
        {
            using var parsed = JsonDocument.Parse(document);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("Statement", out var statement) && statement.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                return document;
            }
        }
        catch (JsonException)
        {
            // As for a document without statements.
        }

        throw Malformed();
    }

    public static WireException Malformed() => new("MalformedPolicyDocument", 400, "Syntax errors in policy.");

    public static WireException NoSuchEntity(string message) => new("NoSuchEntity", 404, message);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Documents go out percent-encoded.</summary>
    public static string Encoded(string document) => Uri.EscapeDataString(document);

    public static void Text(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteElementString(name, IamEndpoint.Namespace, value);
        }
    }

    public static void Start(this XmlWriter xml, string name) => xml.WriteStartElement(name, IamEndpoint.Namespace);

    /// <summary>A listing in pages of <c>MaxItems</c>; <c>Marker</c> is where the next one begins.</summary>
    public static Task AnswerPageAsync<T>(QueryRequest query, string name, IReadOnlyList<T> items, Action<XmlWriter, T> write)
    {
        var most = query.Number("MaxItems") ?? 100;
        var start = query.Find("Marker") is { } marker ? int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= items.Count ? at
            : throw new WireException("InvalidInput", 400, "Invalid Marker") : 0;
        query.Finish();
        if (most is < 1 or > 1000)
        {
            throw QueryRequest.Validation($"Value '{most}' at 'maxItems' failed to satisfy constraint: Member must have value {(most < 1 ? "greater than or equal to 1" : "less than or equal to 1000")}");
        }

        var page = items.Skip(start).Take(most).ToList();
        var isTruncated = start + page.Count < items.Count;
        return query.AnswerAsync(IamEndpoint.Namespace, xml =>
        {
            xml.Text("IsTruncated", isTruncated ? "true" : "false");
            xml.Text("Marker", isTruncated ? (start + page.Count).ToString(CultureInfo.InvariantCulture) : null);
            xml.Start(name);
            foreach (var item in page)
            {
                xml.Start("member");
                write(xml, item);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }

    public static void Tags(this XmlWriter xml, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > 0)
        {
            xml.Start("Tags");
            foreach (var tag in tags)
            {
                xml.Start("member");
                Tag(xml, tag);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    public static void Tag(XmlWriter xml, KeyValuePair<string, string> tag)
    {
        xml.Text("Key", tag.Key);
        xml.Text("Value", tag.Value);
    }

    [GeneratedRegex(@"\A[\w+=,.@-]+\z")]
    private static partial Regex NameRegex();

    [GeneratedRegex(@"\A(?:/|/[\u0021-\u007e]+/)\z")]
    private static partial Regex PathRegex();
}
