using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>Checks a <c>LifecycleConfiguration</c> document and writes it again as S3 gives it back.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html</remarks>
public static class LifecycleConfiguration
{
    public const int MaxRules = 1000;

    private static readonly string[] Actions =
        ["Expiration", "Transition", "NoncurrentVersionExpiration", "NoncurrentVersionTransition", "AbortIncompleteMultipartUpload"];

    /// <param name="newId">Makes the id of a rule that came without one.</param>
    /// <exception cref="S3DocumentException">MalformedXML, InvalidArgument, InvalidRequest.</exception>
    public static byte[] Normalize(ReadOnlyMemory<byte> document, Func<string> newId)
    {
        var rules = S3Xml.Parse(document, "LifecycleConfiguration").Elements().ToList();
        if (rules.Count is 0 or > MaxRules)
        {
            throw S3DocumentException.Malformed();
        }

        foreach (var rule in rules)
        {
            CheckRule(rule);
        }

        var ids = rules.Select(rule => rule.Text("ID")).Where(id => !string.IsNullOrEmpty(id)).ToList();
        if (ids.Distinct().Count() != ids.Count)
        {
            throw S3DocumentException.InvalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", ids.GroupBy(id => id).First(group => group.Count() > 1).Key!);
        }

        return S3Xml.Write("LifecycleConfiguration", writer =>
        {
            foreach (var rule in rules)
            {
                writer.WriteStartElement("Rule");
                if (string.IsNullOrEmpty(rule.Text("ID")))
                {
                    writer.Element("ID", newId());
                }

                foreach (var child in rule.Elements().Where(child => child.Name.LocalName != "ID" || child.Value.Length > 0))
                {
                    Copy(writer, child);
                }

                writer.WriteEndElement();
            }
        });
    }

    private static void CheckRule(XElement rule)
    {
        Allow(rule, ["ID", "Prefix", "Filter", "Status", .. Actions]);
        Require(rule.Name.LocalName == "Rule");
        Require(rule.Text("Status") is "Enabled" or "Disabled");
        Require((rule.Child("Filter") is null) != (rule.Child("Prefix") is null));
        Require(rule.Elements().Any(child => Actions.Contains(child.Name.LocalName)));
        if (rule.Text("ID")?.Length > 255)
        {
            throw S3DocumentException.InvalidArgument("ID length should not exceed allowed limit of 255", "ID", rule.Text("ID")!);
        }

        if (rule.Child("Filter") is { } filter)
        {
            CheckFilter(filter);
        }

        foreach (var action in rule.Elements().Where(child => Actions.Contains(child.Name.LocalName)))
        {
            CheckAction(action);
        }
    }

    private static void CheckFilter(XElement filter)
    {
        var parts = filter.Elements().ToList();
        Require(parts.Count <= 1);
        Allow(filter, ["Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan", "And"]);
        if (filter.Child("And") is { } and)
        {
            Allow(and, ["Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan"]);
            Require(and.Elements().Count() >= 2);
            var keys = and.Children("Tag").Select(tag => tag.RequiredText("Key")).ToList();
            if (keys.Distinct().Count() != keys.Count)
            {
                throw new S3DocumentException("InvalidRequest", "Duplicate Tag Keys are not allowed.");
            }
        }
    }

    private static void CheckAction(XElement action)
    {
        switch (action.Name.LocalName)
        {
            case "Expiration":
                Allow(action, ["Date", "Days", "ExpiredObjectDeleteMarker"]);
                Require(action.Elements().Count() == 1);
                break;
            case "Transition":
                Allow(action, ["Date", "Days", "StorageClass"]);
                Require(action.Child("StorageClass") is not null && (action.Child("Date") is null) != (action.Child("Days") is null));
                break;
            case "NoncurrentVersionExpiration":
                Allow(action, ["NoncurrentDays", "NewerNoncurrentVersions"]);
                Require(action.Child("NoncurrentDays") is not null);
                break;
            case "NoncurrentVersionTransition":
                Allow(action, ["NoncurrentDays", "NewerNoncurrentVersions", "StorageClass"]);
                Require(action.Child("NoncurrentDays") is not null && action.Child("StorageClass") is not null);
                break;
            default:
                Allow(action, ["DaysAfterInitiation"]);
                Require(action.Child("DaysAfterInitiation") is not null);
                break;
        }

        if (action.Text("Date") is { } text)
        {
            Require(DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date));
            if (date.TimeOfDay != TimeSpan.Zero)
            {
                throw S3DocumentException.InvalidArgument("'Date' must be at midnight GMT", "Date", text);
            }
        }

        foreach (var name in (string[])["Days", "NoncurrentDays", "DaysAfterInitiation", "NewerNoncurrentVersions"])
        {
            if (action.Text(name) is not { } number)
            {
                continue;
            }

            Require(int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days));
            // A transition may come on day 0; nothing else may.
            if (days < (action.Name.LocalName == "Transition" ? 0 : 1))
            {
                throw S3DocumentException.InvalidArgument($"'{name}' for {action.Name.LocalName} action must be a positive integer", name, number);
            }
        }
    }

    private static void Allow(XElement element, string[] names) => Require(element.Elements().All(child => names.Contains(child.Name.LocalName)));

    private static void Require(bool valid)
    {
        if (!valid)
        {
            throw S3DocumentException.Malformed();
        }
    }

    private static void Copy(XmlWriter writer, XElement element)
    {
        writer.WriteStartElement(element.Name.LocalName);
        if (element.HasElements)
        {
            foreach (var child in element.Elements())
            {
                Copy(writer, child);
            }
        }
        else
        {
            writer.WriteString(element.Value);
        }

        writer.WriteEndElement();
    }
}
