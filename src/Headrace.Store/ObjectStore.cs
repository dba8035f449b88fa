using System.Text;
using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Contents;
using Headrace.Store.Objects;

namespace Headrace.Store;

/// <summary>Buckets and objects on disk. Every change that has been answered survives <c>kill -9</c> and power loss.</summary>
/// <remarks>
/// Bytes are staged first, checked by the caller (Content-MD5, checksums, signatures of chunks), then published by one ledger transaction
/// together with the events that <see cref="IObjectChangeSink"/> adds to it. A staged content that is disposed unpublished gives its
/// bytes back. Expected absence is null; what S3 answers with an error is a <see cref="StoreException"/>.
/// </remarks>
public sealed partial class ObjectStore : IAsyncDisposable
{
    private readonly LedgerDatabase _ledger;
    private readonly IObjectChangeSink _changes;
    private readonly TimeProvider _time;
    private readonly ChangeCounter _counter;
    private readonly SealedIds _versionIds;
    private readonly SealedIds _uploadIds;
    private readonly BucketCache _buckets;
    private readonly ContentStore _contents;

    private ObjectStore(LedgerDatabase ledger, string folder, IObjectChangeSink changes, TimeProvider time)
    {
        (_ledger, _changes, _time) = (ledger, changes, time);
        var state = StoreSchema.Open(ledger);
        _counter = new ChangeCounter(state.Epoch);
        _versionIds = new SealedIds(state.IdSecret, (byte)'v');
        _uploadIds = new SealedIds(state.IdSecret, (byte)'u');
        _buckets = ledger.Read(connection => new BucketCache(connection));
        _contents = new ContentStore(ledger, folder, state, time);
    }

    /// <param name="folder">Holds the segments; created when absent.</param>
    /// <exception cref="InvalidDataException">A newer Headrace wrote this store.</exception>
    public static ObjectStore Open(LedgerDatabase ledger, string folder, IObjectChangeSink changes, TimeProvider time) => new(ledger, folder, changes, time);

    /// <summary>Gives freed space back, in the background.</summary>
    internal Reclaimer Reclaimer => _contents.Reclaimer;

    public ValueTask DisposeAsync() => _contents.DisposeAsync();

    private DateTimeOffset Now() => _time.GetUtcNow();

    private static byte[] KeyBytes(string key) => Encoding.UTF8.GetBytes(key);

    private ObjectVersion ToVersion(string bucket, VersionRow row, bool isLatest)
    {
        var metadata = StoredMetadata.Decode(row.Metadata);
        return new ObjectVersion
        {
            Bucket = bucket,
            Key = Encoding.UTF8.GetString(row.Key),
            VersionId = VersionIdOf(row),
            IsLatest = isLatest,
            IsDeleteMarker = row.IsMarker,
            Size = row.Size,
            ETag = row.ETag,
            LastModified = DateTimeOffset.FromUnixTimeMilliseconds(row.Modified),
            StorageClass = metadata.StorageClass ?? "STANDARD",
            Headers = metadata.ToHeaders(),
            UserMetadata = metadata.UserMetadata ?? NoMetadata,
            Tags = metadata.ToTags(),
            Checksum = metadata.ToChecksum(),
            Parts = metadata.ToParts(),
            Sequence = row.Sequence,
            Content = row.Content,
        };
    }

    private static readonly Dictionary<string, string> NoMetadata = [];

    private string VersionIdOf(VersionRow row) => row.IsNull ? NullVersionId : _versionIds.Seal(row.Sequence);

    /// <summary>Raises an event inside the transaction that makes its change.</summary>
    private void Raise(LedgerTransaction transaction, string eventName, BucketRow bucket, VersionRow row, string? etag, long? size, long sequence, ChangeOrigin origin) =>
        _changes.OnChange(
            transaction,
            new ObjectChange(
                eventName, bucket.Bucket.Name, bucket.Bucket.Region, Encoding.UTF8.GetString(row.Key), size, etag,
                bucket.Bucket.Versioning == VersioningState.Unversioned ? null : VersionIdOf(row), ChangeCounter.Sequencer(sequence),
                Now(), origin));
}
