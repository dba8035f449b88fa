using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Objects;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    /// <summary>Replaces a version's tags (empty removes them); raises ObjectTagging:Put or :Delete.</summary>
    /// <exception cref="StoreException">NoSuchBucket, NoSuchKey, NoSuchVersion, InvalidArgument, MethodNotAllowed (a delete marker).</exception>
    public Task<ObjectVersion> SetTagsAsync(
        string bucket, string key, string? versionId, IReadOnlyList<KeyValuePair<string, string>> tags, ChangeOrigin origin, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var row = BucketTable.Require(transaction.Connection, bucket);
            var version = RequireVersion(transaction.Connection, row, key, versionId, tags.Count == 0 ? "DELETE" : "PUT");
            return ChangeMetadata(
                transaction, row, version, metadata => metadata with { Tags = StoredMetadata.Flatten(tags) },
                tags.Count == 0 ? "ObjectTagging:Delete" : "ObjectTagging:Put", origin);
        },
        cancellationToken);

    /// <summary>A stored document of one version (<c>acl</c>); null when there is none.</summary>
    public string? GetObjectDocument(ObjectVersion version, string kind) =>
        _buckets.Find(version.Bucket) is { } bucket
        && _ledger.Read(connection => Locate(connection, bucket.Id, KeyBytes(version.Key), version.VersionId).Row) is { } row
            ? StoredMetadata.Decode(row.Metadata).Documents?.GetValueOrDefault(kind)
            : null;

    /// <summary>Null removes it; raises ObjectAcl:Put for <c>acl</c>.</summary>
    /// <exception cref="StoreException">NoSuchBucket, NoSuchVersion (deleted since it was found), MethodNotAllowed (a delete marker).</exception>
    public Task PutObjectDocumentAsync(ObjectVersion version, string kind, string? document, ChangeOrigin origin, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var bucket = BucketTable.Require(transaction.Connection, version.Bucket);
            var row = RequireVersion(transaction.Connection, bucket, version.Key, version.VersionId, "PUT");
            return ChangeMetadata(
                transaction, bucket, row,
                metadata =>
                {
                    var documents = metadata.Documents is { } some ? new Dictionary<string, string>(some) : [];
                    if (document is null)
                    {
                        documents.Remove(kind);
                    }
                    else
                    {
                        documents[kind] = document;
                    }

                    return metadata with { Documents = documents.Count == 0 ? null : documents };
                },
                kind == "acl" ? "ObjectAcl:Put" : null, origin);
        },
        cancellationToken);

    private VersionRow RequireVersion(LedgerConnection connection, BucketRow bucket, string key, string? versionId, string method)
    {
        var keyBytes = KeyBytes(key);
        if (versionId is not null && !IsVersionId(versionId))
        {
            throw StoreErrors.InvalidVersionId(versionId);
        }

        var row = versionId is null
            ? ObjectTable.CurrentRow(connection, bucket.Id, keyBytes) ?? ObjectTable.Newest(connection, bucket.Id, keyBytes)
            : Locate(connection, bucket.Id, keyBytes, versionId).Row;
        return row switch
        {
            null => throw (versionId is null ? StoreErrors.NoSuchKey(key) : StoreErrors.NoSuchVersion(key, versionId)),
            { IsMarker: true } => throw StoreErrors.DeleteMarkerNotAllowed(method),
            _ => row,
        };
    }

    private ObjectVersion ChangeMetadata(
        LedgerTransaction transaction, BucketRow bucket, VersionRow row, Func<StoredMetadata, StoredMetadata> change, string? eventName, ChangeOrigin origin)
    {
        var changed = row with { Metadata = change(StoredMetadata.Decode(row.Metadata)).Encode() };
        ObjectTable.SetMetadata(transaction, bucket.Id, row.Key, row.Sequence, changed.Metadata);
        if (eventName is not null)
        {
            Raise(transaction, eventName, bucket, changed, changed.ETag, size: null, _counter.Next(), origin);
        }

        var isLatest = ObjectTable.CurrentRow(transaction.Connection, bucket.Id, row.Key)?.Sequence == row.Sequence;
        return ToVersion(bucket.Bucket.Name, changed, isLatest);
    }
}
