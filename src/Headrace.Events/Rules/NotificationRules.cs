using System.Collections.Concurrent;
using System.Text;
using Headrace.Ledger;
using Headrace.Store.Objects;
using Headrace.Wire.Events;

namespace Headrace.Events.Rules;

/// <summary>
/// Every bucket's notification rules: durable in the ledger, all of them in memory. An object's change queues its events in the object's own
/// transaction; for a bucket without rules that costs one look-up.
/// </summary>
public sealed class NotificationRules : IObjectChangeSink
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS notification (bucket TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;";

    /// <summary>Recorded: what AWS says a delete marker's ETag is (the MD5 of nothing).</summary>
    private const string DeleteMarkerETag = "d41d8cd98f00b204e9800998ecf8427e";

    private readonly LedgerDatabase _ledger;
    private readonly EventQueue _queue;
    private readonly S3EventVersion _version;
    private readonly string _ownerId;
    private readonly ConcurrentDictionary<string, NotificationConfiguration> _byBucket = new(StringComparer.Ordinal);

    private NotificationRules(LedgerDatabase ledger, EventQueue queue, S3EventVersion version, string ownerId)
    {
        _ledger = ledger;
        _queue = queue;
        _version = version;
        _ownerId = ownerId;
    }

    /// <param name="ownerId">The principal id of the account that owns the buckets.</param>
    public static NotificationRules Open(LedgerDatabase ledger, EventQueue queue, S3EventVersion version, string ownerId)
    {
        ledger.EnsureSchema(Schema);
        var rules = new NotificationRules(ledger, queue, version, ownerId);
        ledger.Read(connection =>
        {
            using var rows = connection.Prepare("SELECT bucket, document FROM notification");
            while (rows.Step())
            {
                rules._byBucket[rows.Text(0)] = NotificationConfiguration.Parse(Encoding.UTF8.GetBytes(rows.Text(1)));
            }

            return true;
        });
        return rules;
    }

    /// <summary>Empty when the bucket has none.</summary>
    public NotificationConfiguration Get(string bucket) => _byBucket.GetValueOrDefault(bucket, NotificationConfiguration.Empty);

    /// <summary>Replaces a bucket's rules, durably; an empty configuration removes them. Changes committed from then on follow them.</summary>
    /// <param name="configuration">As <see cref="NotificationValidation"/> accepted it.</param>
    public Task PutAsync(string bucket, NotificationConfiguration configuration, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(
            transaction =>
            {
                if (configuration.Rules.Count == 0)
                {
                    OnBucketDeleted(transaction, bucket);
                    return true;
                }

                using var put = transaction.Prepare("INSERT OR REPLACE INTO notification (bucket, document) VALUES (?1, ?2)");
                put.Bind(1, bucket).Bind(2, Encoding.UTF8.GetString(configuration.Write())).Run();
                transaction.OnCommitted(() => _byBucket[bucket] = configuration);
                return true;
            },
            cancellationToken);

    public void OnChange(LedgerTransaction transaction, ObjectChange change)
    {
        if (!_byBucket.TryGetValue(change.Bucket, out var configuration))
        {
            return;
        }

        foreach (var rule in configuration.Rules)
        {
            if (rule.Matches(change.EventName, change.Key))
            {
                _queue.Enqueue(transaction, new QueuedEvent(rule.TargetArn, Guid.NewGuid().ToString(), Record(change, rule).ToJson(), change.Origin.TraceId));
            }
        }
    }

    public void OnBucketDeleted(LedgerTransaction transaction, string bucket)
    {
        using var delete = transaction.Prepare("DELETE FROM notification WHERE bucket = ?1");
        delete.Bind(1, bucket).Run();
        transaction.OnCommitted(() => _byBucket.TryRemove(bucket, out _));
    }

    private S3EventRecord Record(ObjectChange change, NotificationRule rule)
    {
        // Recorded: events about an object's tags and ACL name the object without its size and without a sequencer.
        var isAboutObject = !change.EventName.StartsWith("ObjectTagging:", StringComparison.Ordinal) && !change.EventName.StartsWith("ObjectAcl:", StringComparison.Ordinal);
        var isRemoval = change.EventName.StartsWith("ObjectRemoved:", StringComparison.Ordinal);
        return new S3EventRecord(
            _version, change.BucketRegion, change.Time, change.EventName, change.Origin.PrincipalId, change.Origin.SourceAddress, change.Origin.RequestId, change.Origin.HostId,
            rule.Id!, change.Bucket, _ownerId, change.Key,
            Size: isAboutObject && !isRemoval ? change.Size : null,
            ETag: change.EventName switch
            {
                "ObjectRemoved:Delete" => null,
                "ObjectRemoved:DeleteMarkerCreated" => DeleteMarkerETag,
                _ => change.ETag,
            },
            VersionId: change.VersionId is "null" ? null : change.VersionId,
            Sequencer: isAboutObject ? change.Sequencer : null);
    }
}
