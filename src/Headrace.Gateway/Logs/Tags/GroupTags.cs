using System.Collections.Immutable;

namespace Headrace.Gateway.Logs.Tags;

/// <summary>The tags of a log group, whichever of the two families of operations asks.</summary>
internal static class GroupTags
{
    private const int Most = 50;

    public static void Check(LogsCall call, IReadOnlyDictionary<string, string> tags)
    {
        call.Check(tags.Count <= Most, $"[{tags.Count} items]", "tags", $"Map must have a number of entries less than or equal to {Most}");
        foreach (var (key, value) in tags)
        {
            call.Check(key.Length is >= 1 and <= 128, key, "tags", "Map keys must satisfy constraint: [Member must have length between 1 and 128]");
            call.Check(value.Length <= 256, value, "tags", "Map value must satisfy constraint: [Member must have length less than or equal to 256]");
        }
    }

    public static Task AddAsync(LogsCall call, string group, IReadOnlyDictionary<string, string> tags)
    {
        return call.Logs.ChangeGroup(group, found => found with { Tags = Within(found.Tags.SetItems(tags)) }) ? call.AnswerAsync() : throw LogsErrors.NoGroup();

        static ImmutableSortedDictionary<string, string> Within(ImmutableSortedDictionary<string, string> all) => all.Count <= Most
            ? all
            : throw new WireException("TooManyTagsException", 400, $"The resource can have no more than {Most} user tags.");
    }

    public static Task RemoveAsync(LogsCall call, string group, IReadOnlyList<string> keys) =>
        call.Logs.ChangeGroup(group, found => found with { Tags = found.Tags.RemoveRange(keys) }) ? call.AnswerAsync() : throw LogsErrors.NoGroup();

    public static Task ListAsync(LogsCall call, string group)
    {
        var tags = call.Group(group).Tags;
        return call.AnswerAsync(json =>
        {
            json.WriteStartObject("tags");
            foreach (var (key, value) in tags)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>The group that <c>resourceArn</c> names.</summary>
    public static string Resource(LogsCall call)
    {
        var arn = call.Required("resourceArn", 1, 1011);
        return arn.Length == 0 ? "" : LogsArn.GroupOf(arn, call.Scope) ?? throw LogsErrors.Invalid($"Invalid resourceArn: {arn}");
    }
}
