using Headrace.Telemetry.Logs;

namespace Headrace.Gateway.Logs.Groups;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html</summary>
internal static class DescribeLogGroups
{
    public static Task HandleAsync(LogsCall call)
    {
        var prefix = call.Text("logGroupNamePrefix", 1, 512);
        var pattern = call.Text("logGroupNamePattern", 0, 512);
        var identifiers = call.Texts("logGroupIdentifiers", 1, 50);
        var limit = call.Limit(50, 50);
        var token = call.Text("nextToken", 1);
        var groupClass = call.Text("logGroupClass");
        call.OneOf("logGroupClass", groupClass, "STANDARD", "INFREQUENT_ACCESS", "DELIVERY");
        call.Validate();
        if (prefix is not null && pattern is not null)
        {
            throw LogsErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var wanted = identifiers?.Select(identifier => LogsArn.GroupOf(identifier, call.Scope) ?? identifier).ToHashSet(StringComparer.Ordinal);
        var after = token is null ? "" : LogsToken.Parts(token, 2)[1];
        var names = call.Logs.ListGroups(prefix ?? "")
            .Where(name => string.CompareOrdinal(name, after) > 0 && groupClass is null or "STANDARD" && wanted?.Contains(name) != false)
            .Where(name => pattern is null || name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            .Take(limit + 1).ToList();
        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("logGroups");
            foreach (var group in names.Take(limit).Select(call.Logs.FindGroup).OfType<LogGroup>())
            {
                var arn = LogsArn.Of(call.Scope, group.Name);
                json.WriteStartObject();
                json.WriteString("logGroupName", group.Name);
                json.WriteNumber("creationTime", group.CreationTime);
                if (group.RetentionInDays is { } days)
                {
                    json.WriteNumber("retentionInDays", days);
                }

                json.WriteNumber("metricFilterCount", 0);
                json.WriteString("arn", arn + ":*");
                if (pattern is null)
                {
                    // AWS answers a pattern from another index, which does not know these two.
                    json.WriteNumber("storedBytes", call.Logs.StoredBytes(group.Name));
                    json.WriteBoolean("deletionProtectionEnabled", false);
                }

                json.WriteString("logGroupClass", "STANDARD");
                json.WriteString("logGroupArn", arn);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (names.Count > limit)
            {
                json.WriteString("nextToken", LogsToken.Opaque("groups", names[limit - 1]));
            }
        });
    }
}
