using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    private const string EmptyMd5 = "d41d8cd98f00b204e9800998ecf8427e";

    /// <summary>Deletes as S3 does: a delete marker where versioning was ever enabled, unless a version is named. What is not there is deleted too.</summary>
    /// <exception cref="StoreException">NoSuchBucket, PreconditionFailed, InvalidArgument (a version id that was never issued).</exception>
    public Task<DeletedObject> DeleteObjectAsync(DeleteObject delete, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(transaction => Delete(transaction, delete), cancellationToken);

    /// <summary>Many at once in one transaction; results in the order asked.</summary>
    /// <exception cref="StoreException">NoSuchBucket; what refuses a single one is in its result.</exception>
    public Task<IReadOnlyList<DeletedObject>> DeleteObjectsAsync(IReadOnlyList<DeleteObject> deletes, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var results = new List<DeletedObject>(deletes.Count);
            foreach (var delete in deletes)
            {
                try
                {
                    results.Add(Delete(transaction, delete));
                }
                catch (StoreException refusal) when (refusal.Code != "NoSuchBucket")
                {
                    // Refused before anything was changed.
                    results.Add(new DeletedObject(delete.Key, delete.VersionId, null, IsDeleteMarker: false, refusal));
                }
            }

            return (IReadOnlyList<DeletedObject>)results;
        },
        cancellationToken);

    private DeletedObject Delete(LedgerTransaction transaction, DeleteObject delete)
    {
        var bucket = BucketTable.Require(transaction.Connection, delete.Bucket);
        var key = KeyBytes(delete.Key);
        if (delete.IfMatch is not null)
        {
            Require(new WriteConditions(IfMatch: delete.IfMatch), ObjectTable.CurrentRow(transaction.Connection, bucket.Id, key), delete.Key);
        }

        var deleted = delete.VersionId is { } versionId
            ? DeleteVersion(transaction, bucket, key, versionId, delete)
            : DeleteLatest(transaction, bucket, key, delete);
        UploadTable.MarkKeyDeleted(transaction, bucket.Id, key);
        return deleted;
    }

    private DeletedObject DeleteLatest(LedgerTransaction transaction, BucketRow bucket, byte[] key, DeleteObject delete)
    {
        var current = ObjectTable.CurrentRow(transaction.Connection, bucket.Id, key);
        if (bucket.Bucket.Versioning == VersioningState.Unversioned)
        {
            if (current is not null)
            {
                ObjectTable.RemoveCurrent(transaction, bucket.Id, key);
                _contents.Release(transaction, current.Sequence, current.Size, current.Pieces);
                Raise(transaction, "ObjectRemoved:Delete", bucket, current, etag: null, size: null, _counter.Next(), delete.Origin);
            }

            return new DeletedObject(delete.Key, VersionId: null, MarkerVersionId: null, IsDeleteMarker: false);
        }

        Supersede(transaction, bucket, current, key);
        ObjectTable.RemoveCurrent(transaction, bucket.Id, key);
        var marker = NewRow(bucket, key, _counter.Next(), size: 0, etag: "", metadata: null, pieces: null) with { IsMarker = true };
        ObjectTable.PutOlder(transaction, bucket.Id, marker);
        Raise(transaction, "ObjectRemoved:DeleteMarkerCreated", bucket, marker, EmptyMd5, size: null, marker.Sequence, delete.Origin);
        return new DeletedObject(delete.Key, VersionId: null, VersionIdOf(marker), IsDeleteMarker: true);
    }

    private DeletedObject DeleteVersion(LedgerTransaction transaction, BucketRow bucket, byte[] key, string versionId, DeleteObject delete)
    {
        if (!IsVersionId(versionId))
        {
            throw StoreErrors.InvalidVersionId(versionId);
        }

        var (row, isCurrent) = Locate(transaction.Connection, bucket.Id, key, versionId);
        if (row is null)
        {
            return new DeletedObject(delete.Key, versionId, MarkerVersionId: null, IsDeleteMarker: false);
        }

        if (isCurrent)
        {
            ObjectTable.RemoveCurrent(transaction, bucket.Id, key);
            _contents.Release(transaction, row.Sequence, row.Size, row.Pieces);
        }
        else
        {
            RemoveOlder(transaction, bucket, row);
        }

        RestoreLatest(transaction, bucket, key);
        Raise(transaction, "ObjectRemoved:Delete", bucket, row, etag: null, size: null, _counter.Next(), delete.Origin);
        return new DeletedObject(delete.Key, versionId, row.IsMarker ? versionId : null, row.IsMarker);
    }

    /// <summary>The newest version left, unless it is a delete marker, is the current one.</summary>
    private static void RestoreLatest(LedgerTransaction transaction, BucketRow bucket, byte[] key)
    {
        if (ObjectTable.CurrentRow(transaction.Connection, bucket.Id, key) is null
            && ObjectTable.Newest(transaction.Connection, bucket.Id, key) is { IsMarker: false } newest)
        {
            ObjectTable.RemoveOlder(transaction, bucket.Id, key, newest.Sequence);
            ObjectTable.PutCurrent(transaction, bucket.Id, newest);
        }
    }
}
