using System.Text;
using Headrace.Store;
using Headrace.Store.Buckets;
using Headrace.Wire.Events;
using Headrace.Wire.Lambda;

namespace Headrace.Events.Rules;

/// <summary>What S3 checks before it takes a notification configuration, in S3's own words.</summary>
/// <remarks>Recorded from AWS in January 2025 where ARNs and destinations are concerned; the other words as users report them.</remarks>
public static class NotificationValidation
{
    private const int MostFilterBytes = 1024;

    /// <summary>The configuration as it is to be stored: ids made where there were none, filter names spelled as S3 spells them.</summary>
    /// <param name="skipsDestinations"><c>x-amz-skip-destination-validation: true</c>.</param>
    /// <exception cref="StoreException">InvalidArgument; NotImplemented for destinations that Headrace does not have.</exception>
    public static NotificationConfiguration Accept(
        NotificationConfiguration configuration, Bucket bucket, string accountId, bool skipsDestinations, IFunctionPort functions)
    {
        var rules = configuration.Rules.Select(Normalized).ToArray();
        foreach (var rule in rules)
        {
            CheckTarget(rule, bucket);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (!rules.All(rule => ids.Add(rule.Id!)))
        {
            throw new StoreException("InvalidArgument", "Same ID used for multiple configurations. IDs must be unique.");
        }

        CheckOverlaps(rules);
        if (!skipsDestinations)
        {
            CheckDestinations(rules, bucket, accountId, functions);
        }

        CheckImplemented(rules, configuration.EventBridge);
        return configuration with { Rules = rules };
    }

    private static NotificationRule Normalized(NotificationRule rule)
    {
        if (rule.Events.FirstOrDefault(name => !S3EventName.IsSupported(name)) is { } unknown)
        {
            throw InvalidArgument("The event is not supported for notifications", "Event", unknown);
        }

        var filter = rule.Filter.Select(Normalized).ToArray();
        if (filter.CountBy(entry => entry.Name).FirstOrDefault(count => count.Value > 1).Key is { } repeated)
        {
            throw InvalidArgument($"Cannot specify more than one {repeated.ToLowerInvariant()} rule in a filter.", "FilterRule.Name", repeated.ToLowerInvariant());
        }

        // S3's own ids are base64 of a UUID's text.
        var id = string.IsNullOrEmpty(rule.Id) ? Convert.ToBase64String(Encoding.ASCII.GetBytes(Guid.NewGuid().ToString())) : rule.Id;
        return rule with { Id = id, Filter = filter };
    }

    private static KeyFilterRule Normalized(KeyFilterRule rule)
    {
        if (Encoding.UTF8.GetByteCount(rule.Value) > MostFilterBytes)
        {
            throw InvalidArgument("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation", "FilterRule.Value", rule.Value);
        }

        return rule.Name.ToUpperInvariant() switch
        {
            "PREFIX" => rule with { Name = "Prefix" },
            "SUFFIX" => rule with { Name = "Suffix" },
            _ => throw InvalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", rule.Name),
        };
    }

    private static void CheckTarget(NotificationRule rule, Bucket bucket)
    {
        var region = rule.Target == NotificationTarget.CloudFunction
            ? FunctionRegionOf(rule.TargetArn)
            : RegionOf(rule.TargetArn, rule.Target == NotificationTarget.Queue ? "sqs" : "sns");
        if (region is null)
        {
            throw InvalidArgument("The ARN could not be parsed", rule.Target.ToString(), rule.TargetArn);
        }

        if (region != bucket.Region)
        {
            throw InvalidArgument(
                "The notification destination service region is not valid for the bucket location constraint", rule.Target.ToString(), rule.TargetArn);
        }
    }

    private static string? FunctionRegionOf(string arn) =>
        arn.StartsWith("arn:aws:lambda:", StringComparison.Ordinal) && FunctionReference.Parse(arn) is { Region: { } region, AccountId: not null } ? region : null;

    private static string? RegionOf(string arn, string service) =>
        arn.Split(':') is ["arn", "aws", var named, { Length: > 0 } region, { Length: 12 }, { Length: > 0 }] && named == service ? region : null;

    private static void CheckOverlaps(NotificationRule[] rules)
    {
        for (var later = 1; later < rules.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                CheckOverlap(rules[earlier], rules[later]);
            }
        }
    }

    private static void CheckOverlap(NotificationRule first, NotificationRule second)
    {
        var shared = (from one in first.Events from other in second.Events where S3EventName.Overlap(one, other) select $"{one}, {other}").FirstOrDefault();
        if (shared is null ||
            !(first.Prefix.StartsWith(second.Prefix, StringComparison.Ordinal) || second.Prefix.StartsWith(first.Prefix, StringComparison.Ordinal)) ||
            !(first.Suffix.EndsWith(second.Suffix, StringComparison.Ordinal) || second.Suffix.EndsWith(first.Suffix, StringComparison.Ordinal)))
        {
            return;
        }

        throw first.Filter.Count == 0 && second.Filter.Count == 0
            ? InvalidArgument("Configurations overlap. Configurations on the same bucket cannot share a common event type.", "Event", shared)
            : new StoreException(
                "InvalidArgument",
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.");
    }

    private static void CheckDestinations(NotificationRule[] rules, Bucket bucket, string accountId, IFunctionPort functions)
    {
        var refusals = new List<KeyValuePair<string, string>>();
        foreach (var rule in rules)
        {
            var (name, refusal) = rule.Target switch
            {
                NotificationTarget.Queue => (rule.TargetArn, "The destination queue does not exist"),
                NotificationTarget.Topic => (rule.TargetArn, "The destination topic does not exist"),
                _ when functions.Allows(rule.TargetArn, "s3.amazonaws.com", $"arn:aws:s3:::{bucket.Name}", accountId) => (rule.TargetArn, null),
                _ => ($"{rule.TargetArn}, null", $"Not authorized to invoke function [{rule.TargetArn}]"),
            };
            if (refusal is not null)
            {
                var number = (refusals.Count / 2) + 1;
                refusals.Add(new($"ArgumentName{number}", name));
                refusals.Add(new($"ArgumentValue{number}", refusal));
            }
        }

        if (refusals.Count > 0)
        {
            throw new StoreException("InvalidArgument", "Unable to validate the following destination configurations", [.. refusals]);
        }
    }

    private static void CheckImplemented(NotificationRule[] rules, bool eventBridge)
    {
        var missing = eventBridge ? "EventBridgeConfiguration" : rules.FirstOrDefault(rule => rule.Target != NotificationTarget.CloudFunction) is { } rule ? $"{rule.Target}Configuration" : null;
        if (missing is not null)
        {
            throw new StoreException("NotImplemented", $"{missing} is not implemented", new KeyValuePair<string, string>("Resource", missing));
        }
    }

    private static StoreException InvalidArgument(string message, string name, string value) =>
        new("InvalidArgument", message, new("ArgumentName", name), new("ArgumentValue", value));
}
