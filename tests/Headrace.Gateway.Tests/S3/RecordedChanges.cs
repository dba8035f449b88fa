using System.Collections.Concurrent;
using Headrace.Ledger;
using Headrace.Store.Objects;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Stands before the notification rules, and remembers what it was told.</summary>
public sealed class RecordedChanges : IObjectChangeSink
{
    public IObjectChangeSink? Next { get; set; }

    private readonly ConcurrentQueue<ObjectChange> changes = new();

    public IReadOnlyList<ObjectChange> Of(string bucket) => [.. changes.Where(change => change.Bucket == bucket)];

    public void OnChange(LedgerTransaction transaction, ObjectChange change)
    {
        changes.Enqueue(change);
        Next?.OnChange(transaction, change);
    }

    public void OnBucketDeleted(LedgerTransaction transaction, string bucket) => Next?.OnBucketDeleted(transaction, bucket);
}
