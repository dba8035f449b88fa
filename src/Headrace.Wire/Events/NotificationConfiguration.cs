using System.Xml;
using System.Xml.Linq;
using Headrace.Wire.S3;

namespace Headrace.Wire.Events;

/// <summary>The <c>NotificationConfiguration</c> document of a bucket.</summary>
/// <param name="EventBridge">Every event also goes to EventBridge.</param>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html</remarks>
public sealed record NotificationConfiguration(IReadOnlyList<NotificationRule> Rules, bool EventBridge)
{
    public static readonly NotificationConfiguration Empty = new([], EventBridge: false);

    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static NotificationConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        var rules = new List<NotificationRule>();
        var eventBridge = false;
        foreach (var element in S3Xml.Parse(document, nameof(NotificationConfiguration)).Elements())
        {
            switch (element.Name.LocalName)
            {
                case "TopicConfiguration":
                    rules.Add(ParseRule(element, NotificationTarget.Topic));
                    break;
                case "QueueConfiguration":
                    rules.Add(ParseRule(element, NotificationTarget.Queue));
                    break;
                case "CloudFunctionConfiguration":
                    rules.Add(ParseRule(element, NotificationTarget.CloudFunction));
                    break;
                case "EventBridgeConfiguration":
                    eventBridge = true;
                    break;
                default:
                    throw S3DocumentException.Malformed();
            }
        }

        return new NotificationConfiguration(rules, eventBridge);
    }

    public byte[] Write() => S3Xml.Write(nameof(NotificationConfiguration), writer =>
    {
        foreach (var rule in Rules.OrderBy(rule => rule.Target))
        {
            writer.Element($"{rule.Target}Configuration", inner => WriteRule(inner, rule));
        }

        if (EventBridge)
        {
            writer.Element("EventBridgeConfiguration", "");
        }
    });

    private static NotificationRule ParseRule(XElement element, NotificationTarget target)
    {
        var events = element.Children("Event").Select(name => name.Value).ToArray();
        if (events.Length == 0)
        {
            throw S3DocumentException.Malformed();
        }

        var filter = element.Child("Filter")?.Child("S3Key")?.Children("FilterRule")
            .Select(rule => new KeyFilterRule(rule.RequiredText("Name"), rule.RequiredText("Value"))).ToArray() ?? [];
        return new NotificationRule(element.Text("Id"), target, element.RequiredText(target.ToString()), events, filter);
    }

    private static void WriteRule(XmlWriter writer, NotificationRule rule)
    {
        writer.OptionalElement("Id", rule.Id);
        if (rule.Filter.Count > 0)
        {
            writer.Element("Filter", filter => filter.Element("S3Key", key =>
            {
                foreach (var (name, value) in rule.Filter)
                {
                    key.Element("FilterRule", inner =>
                    {
                        inner.Element("Name", name);
                        inner.Element("Value", value);
                    });
                }
            }));
        }

        writer.Element(rule.Target.ToString(), rule.TargetArn);
        foreach (var name in rule.Events)
        {
            writer.Element("Event", name);
        }
    }
}
