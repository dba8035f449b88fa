namespace Headrace.Wire.Events;

/// <summary>One rule of a bucket: which events of which keys go where.</summary>
/// <param name="Id">Null when S3 is to make one.</param>
/// <param name="Events">With <c>s3:</c>, perhaps with <c>*</c>.</param>
public sealed record NotificationRule(
    string? Id, NotificationTarget Target, string TargetArn, IReadOnlyList<string> Events, IReadOnlyList<KeyFilterRule> Filter)
{
    public string Prefix => FilterValue("prefix");

    public string Suffix => FilterValue("suffix");

    /// <param name="eventName">Without <c>s3:</c>.</param>
    public bool Matches(string eventName, string key)
    {
        foreach (var rule in Filter)
        {
            var isPrefix = rule.Name.Equals("prefix", StringComparison.OrdinalIgnoreCase);
            if (!(isPrefix ? key.StartsWith(rule.Value, StringComparison.Ordinal) : key.EndsWith(rule.Value, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        foreach (var wanted in Events)
        {
            if (S3EventName.Covers(wanted, eventName))
            {
                return true;
            }
        }

        return false;
    }

    private string FilterValue(string name) =>
        Filter.FirstOrDefault(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";
}
