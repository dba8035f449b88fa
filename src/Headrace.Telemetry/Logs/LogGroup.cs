using System.Collections.Immutable;

namespace Headrace.Telemetry.Logs;

/// <param name="CreationTime">Unix milliseconds.</param>
/// <param name="RetentionInDays">Null keeps events for ever.</param>
public sealed record LogGroup(string Name, long CreationTime, int? RetentionInDays, ImmutableSortedDictionary<string, string> Tags)
{
    /// <summary>Events older than this are gone for whoever reads, Unix milliseconds.</summary>
    public long OldestAt(long now) => RetentionInDays is { } days ? now - (days * 86_400_000L) : 0;
}
