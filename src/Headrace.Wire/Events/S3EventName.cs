using System.Collections.Frozen;

namespace Headrace.Wire.Events;

/// <summary>S3's event names, and how a name in a rule (perhaps with <c>*</c>) covers another.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html</remarks>
public static class S3EventName
{
    private const string Prefix = "s3:";

    private static readonly FrozenSet<string> Supported = new[]
    {
        "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload",
        "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete",
        "s3:ObjectTagging:*", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete",
        "s3:ObjectAcl:Put",
        "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated",
        "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ReducedRedundancyLostObject",
        "s3:Replication:*", "s3:Replication:OperationFailedReplication", "s3:Replication:OperationMissedThreshold",
        "s3:Replication:OperationReplicatedAfterThreshold", "s3:Replication:OperationNotTracked",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a notification configuration may name it.</summary>
    public static bool IsSupported(string name) => Supported.Contains(name);

    /// <summary>Whether a rule's event (<c>s3:ObjectCreated:*</c>) covers what happened (<c>ObjectCreated:Put</c>).</summary>
    public static bool Covers(string ruleEvent, ReadOnlySpan<char> happened)
    {
        var wanted = ruleEvent.AsSpan(Prefix.Length);
        return wanted.EndsWith('*') ? happened.StartsWith(wanted[..^1], StringComparison.Ordinal) : happened.SequenceEqual(wanted);
    }

    /// <summary>Whether one event could be covered by both.</summary>
    public static bool Overlap(string first, string second) => Covers(first, second.AsSpan(Prefix.Length)) || Covers(second, first.AsSpan(Prefix.Length));

    /// <summary><c>ObjectCreated</c> of <c>s3:ObjectCreated:Put</c>.</summary>
    internal static string Family(string name) => (name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name).Split(':')[0];
}
