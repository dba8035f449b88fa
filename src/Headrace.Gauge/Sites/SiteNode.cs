using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Headrace.Gauge.Sites;

/// <summary>A part of a configuration file, whether it was written as YAML or as JSON.</summary>
/// <param name="Text">A scalar's text; null for a mapping, a sequence, and for null itself.</param>
/// <param name="Items">A sequence's parts, else null.</param>
/// <param name="Fields">A mapping's parts in their order, else null.</param>
internal sealed record SiteNode(string? Text, IReadOnlyList<SiteNode>? Items = null, IReadOnlyList<KeyValuePair<string, SiteNode>>? Fields = null)
{
    /// <summary>Anchors can make a small file a large tree.</summary>
    private const int MostNodes = 2_000_000;

    public bool IsNull => Text is null && Items is null && Fields is null;

    /// <summary>JSON when the first character says so: it is parsed faster than YAML, and a fleet is configured at every cold start.</summary>
    /// <exception cref="FormatException">Neither; the message says where.</exception>
    public static SiteNode Parse(string text)
    {
        if (text.AsSpan().TrimStart("\uFEFF \t\r\n") is not ['{' or '[', ..])
        {
            return ParseYaml(text);
        }

        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Of(document.RootElement);
        }
        catch (JsonException exception)
        {
            // YAML has brackets and braces too.
            try
            {
                return ParseYaml(text);
            }
            catch (FormatException)
            {
                throw new FormatException($"not JSON: {exception.Message}", exception);
            }
        }
    }

    private static SiteNode ParseYaml(string text)
    {
        var budget = MostNodes;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents is [var document] ? Of(document.RootNode, ref budget)
                : throw new FormatException(yaml.Documents.Count == 0 ? "the file is empty" : "the file holds more than one YAML document");
        }
        catch (YamlException exception)
        {
            throw new FormatException($"not YAML: line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}", exception);
        }
    }

    private static SiteNode Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new SiteNode(null, Fields: [.. element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value)))]),
        JsonValueKind.Array => new SiteNode(null, Items: [.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.Null => new SiteNode((string?)null),
        JsonValueKind.String => new SiteNode(element.GetString()),
        _ => new SiteNode(element.GetRawText()),
    };

    private static SiteNode Of(YamlNode node, ref int budget)
    {
        if (--budget < 0)
        {
            throw new FormatException($"the file has more than {MostNodes} parts");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var fields = new List<KeyValuePair<string, SiteNode>>(mapping.Children.Count);
                foreach (var (key, value) in mapping.Children)
                {
                    fields.Add(KeyValuePair.Create((key as YamlScalarNode)?.Value ?? "", Of(value, ref budget)));
                }

                return new SiteNode(null, Fields: fields);
            case YamlSequenceNode sequence:
                var items = new List<SiteNode>(sequence.Children.Count);
                foreach (var item in sequence.Children)
                {
                    items.Add(Of(item, ref budget));
                }

                return new SiteNode(null, Items: items);
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" }:
                return new SiteNode((string?)null);
            default:
                return new SiteNode(((YamlScalarNode)node).Value);
        }
    }
}
