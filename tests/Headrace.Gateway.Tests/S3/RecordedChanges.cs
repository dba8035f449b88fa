using System.Collections.Concurrent;
using Headrace.Ledger;
using Headrace.Store.Objects;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Stands before the notification rules, and remembers what it was told.</summary>
public sealed class RecordedChanges : IObjectChangeSink
{
    private readonly ConcurrentQueue<ObjectChange> _changes = new();

    public IObjectChangeSink? Next { get; set; }

    public IReadOnlyList<ObjectChange> Of(string bucket) => [.. _changes.Where(change => change.Bucket == bucket)];

    public void OnChange(LedgerTransaction transaction, ObjectChange change)
    {
        _changes.Enqueue(change);
        Next?.OnChange(transaction, change);
    }

    public void OnBucketDeleted(LedgerTransaction transaction, string bucket) => Next?.OnBucketDeleted(transaction, bucket);
}
