using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Contents;
using Headrace.Store.Objects;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    /// <summary>The version id of what was put while versioning was not enabled.</summary>
    public const string NullVersionId = "null";

    /// <summary>Writes a body to disk (not yet visible, not yet durable), computing its MD5. Memory stays bounded whatever its length.</summary>
    /// <exception cref="StoreException">IncompleteBody: the body is shorter or longer than expected.</exception>
    public async Task<StagedContent> StageAsync(Stream body, long? expectedLength, CancellationToken cancellationToken) =>
        await _contents.StageAsync(body, expectedLength, cancellationToken);

    /// <summary>Publishes a staged body as the newest version of its key, durably, with its events.</summary>
    /// <exception cref="StoreException">NoSuchBucket, PreconditionFailed, NoSuchKey (If-Match without an object).</exception>
    public Task<ObjectVersion> PutObjectAsync(PutObject put, StagedContent content, CancellationToken cancellationToken)
    {
        var stage = (ContentStage)content;
        var key = KeyBytes(put.Key);
        var etag = Convert.ToHexStringLower(content.Md5.Span);
        var metadata = StoredMetadata.From(put).Encode();
        return _ledger.CommitAsync(
            transaction =>
            {
                var bucket = BucketTable.Require(transaction.Connection, put.Bucket);
                var current = ObjectTable.CurrentRow(transaction.Connection, bucket.Id, key);
                Require(put.Conditions, current, put.Key);
                var sequence = _counter.Next();
                var pieces = stage.Publish(transaction, sequence);
                var row = NewRow(bucket, key, sequence, content.Size, etag, metadata, pieces, (stage as BodyStage)?.Bytes);
                Publish(transaction, bucket, current, row, put.EventName, put.Origin);
                return ToVersion(put.Bucket, row, isLatest: true);
            },
            cancellationToken,
            stage.Durable);
    }

    /// <summary>Publishes a copy that shares no bytes with its source; metadata as <paramref name="put"/> says.</summary>
    /// <exception cref="StoreException">As <see cref="PutObjectAsync"/>; NoSuchKey when the source has gone.</exception>
    public async Task<ObjectVersion> CopyObjectAsync(ObjectVersion source, PutObject put, CancellationToken cancellationToken)
    {
        // The ETag of an object put whole is its MD5; of one put in parts it is not, and the copy's has to be computed.
        var md5 = source.ETag.Length == 32 && source.Parts.Count == 0 ? Convert.FromHexString(source.ETag) : null;
        await using var stage = await _contents.StageCopyAsync(RequireContent(source), source.Size, md5, source.Key, cancellationToken);
        return await PutObjectAsync(put, stage, cancellationToken);
    }

    /// <summary>The latest version (also when it is a delete marker), or the one named; null when there is none, or no such bucket.</summary>
    public ObjectVersion? Find(string bucket, string key, string? versionId = null)
    {
        if (_buckets.Find(bucket) is not { } row)
        {
            return null;
        }

        var keyBytes = KeyBytes(key);
        return _ledger.Read(connection => versionId is null
            ? FindLatest(connection, row, keyBytes)
            : FindExact(connection, row, keyBytes, versionId));
    }

    /// <summary>Whether this store could have issued the version id: S3 answers others with InvalidArgument, not NoSuchVersion.</summary>
    public bool IsVersionId(string versionId) => versionId == NullVersionId || _versionIds.Open(versionId) is not null;

    /// <summary>A readable stream over a range of a version's bytes. It stays readable while the object is overwritten or deleted.</summary>
    /// <exception cref="StoreException">NoSuchKey: deleted, and its bytes given back, since the version was found.</exception>
    public Stream OpenRead(ObjectVersion version, long offset, long length) =>
        _contents.OpenRead(RequireContent(version), version.Size, offset, length, version.Key);

    private static ContentReference RequireContent(ObjectVersion version) =>
        version.Content ?? throw new ArgumentException("A delete marker has no bytes.", nameof(version));

    private ObjectVersion? FindLatest(LedgerConnection connection, BucketRow bucket, byte[] key)
    {
        if (ObjectTable.Current(connection, bucket.Id, key) is { } current)
        {
            return ToVersion(bucket.Bucket.Name, current, isLatest: true);
        }

        return bucket.Bucket.Versioning != VersioningState.Unversioned && ObjectTable.Newest(connection, bucket.Id, key) is { } marker
            ? ToVersion(bucket.Bucket.Name, marker, isLatest: true)
            : null;
    }

    private ObjectVersion? FindExact(LedgerConnection connection, BucketRow bucket, byte[] key, string versionId)
    {
        var (row, isCurrent) = Locate(connection, bucket.Id, key, versionId);
        if (row is null)
        {
            return null;
        }

        var isLatest = isCurrent || (row.IsMarker
            && ObjectTable.CurrentRow(connection, bucket.Id, key) is null
            && ObjectTable.Newest(connection, bucket.Id, key)!.Sequence == row.Sequence);
        return ToVersion(bucket.Bucket.Name, row, isLatest);
    }

    private (VersionRow? Row, bool IsCurrent) Locate(LedgerConnection connection, long bucket, byte[] key, string versionId)
    {
        var current = ObjectTable.Current(connection, bucket, key);
        if (versionId == NullVersionId)
        {
            return current is { IsNull: true } ? (current, true) : (ObjectTable.OlderNull(connection, bucket, key), false);
        }

        if (_versionIds.Open(versionId) is not { } sequence)
        {
            return (null, false);
        }

        // The number of a null version has an id too, which was never told to anybody.
        var row = current?.Sequence == sequence ? current : ObjectTable.Older(connection, bucket, key, sequence);
        return row is { IsNull: false } ? (row, row == current) : (null, false);
    }

    private VersionRow NewRow(BucketRow bucket, byte[] key, long sequence, long size, string etag, byte[]? metadata, byte[]? pieces, byte[]? body = null) => new(
        key, sequence, IsNull: bucket.Bucket.Versioning != VersioningState.Enabled, IsMarker: false, size, etag, Now().ToUnixTimeMilliseconds(), metadata, pieces, body);

    /// <summary>Makes <paramref name="row"/> the current version: what it replaces is freed, or becomes an older version.</summary>
    private void Publish(LedgerTransaction transaction, BucketRow bucket, VersionRow? current, VersionRow row, string eventName, ChangeOrigin origin)
    {
        Supersede(transaction, bucket, current, row.Key);
        ObjectTable.PutCurrent(transaction, bucket.Id, row);
        Raise(transaction, eventName, bucket, row, row.ETag, row.Size, row.Sequence, origin);
    }

    /// <summary>Clears the way for a new version or delete marker: the caller replaces or removes the row of <c>object</c>.</summary>
    private void Supersede(LedgerTransaction transaction, BucketRow bucket, VersionRow? current, byte[] key)
    {
        if (bucket.Bucket.Versioning == VersioningState.Unversioned)
        {
            if (current is not null)
            {
                _contents.Release(transaction, current.Sequence, current.Size, current.Pieces);
            }

            return;
        }

        if (current is not null)
        {
            ObjectTable.PutOlder(transaction, bucket.Id, current);
        }

        // What comes while suspended is the null version, and there is only one of those.
        if (bucket.Bucket.Versioning == VersioningState.Suspended && ObjectTable.OlderNull(transaction.Connection, bucket.Id, key) is { } old)
        {
            RemoveOlder(transaction, bucket, old);
        }
    }

    private void RemoveOlder(LedgerTransaction transaction, BucketRow bucket, VersionRow row)
    {
        ObjectTable.RemoveOlder(transaction, bucket.Id, row.Key, row.Sequence);
        if (!row.IsMarker)
        {
            _contents.Release(transaction, row.Sequence, row.Size, row.Pieces);
        }
    }

    /// <exception cref="StoreException">PreconditionFailed, NoSuchKey.</exception>
    private static void Require(WriteConditions conditions, VersionRow? current, string key)
    {
        if (conditions.IfNoneMatch is { } none && current is not null && (none == "*" || none == current.ETag))
        {
            throw StoreErrors.PreconditionFailed("If-None-Match");
        }

        if (conditions.IfMatch is { } match)
        {
            if (current is null)
            {
                throw StoreErrors.NoSuchKey(key);
            }

            if (match != "*" && match != current.ETag)
            {
                throw StoreErrors.PreconditionFailed("If-Match");
            }
        }
    }
}
