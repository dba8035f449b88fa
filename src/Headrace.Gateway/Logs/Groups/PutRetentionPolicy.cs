using System.Globalization;

namespace Headrace.Gateway.Logs.Groups;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html</summary>
internal static class PutRetentionPolicy
{
    private static readonly int[] Allowed =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static Task HandleAsync(LogsCall call)
    {
        var name = call.GroupName();
        var days = call.Number("retentionInDays");
        call.NotNull("retentionInDays", days);
        call.Check(
            days is null || Allowed.Contains((int)Math.Clamp(days.Value, 0, int.MaxValue)), days?.ToString(CultureInfo.InvariantCulture), "retentionInDays",
            $"Member must satisfy enum value set: [{string.Join(", ", Allowed)}]");
        call.Validate();
        return call.Logs.ChangeGroup(name, group => group with { RetentionInDays = (int)days!.Value }) ? call.AnswerAsync() : throw LogsErrors.NoGroup();
    }
}
