using Headrace.Store.Buckets;
using Headrace.Store.Multipart;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    /// <exception cref="StoreException">BucketAlreadyOwnedByYou.</exception>
    public Task<Bucket> CreateBucketAsync(string name, string region, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            if (BucketTable.Find(transaction.Connection, name) is not null)
            {
                throw StoreErrors.BucketAlreadyOwnedByYou(name);
            }

            var created = DateTimeOffset.FromUnixTimeMilliseconds(Now().ToUnixTimeMilliseconds());
            var row = BucketTable.Insert(transaction, new Bucket(name, region, created, VersioningState.Unversioned));
            _buckets.Add(transaction, row);
            return row.Bucket;
        },
        cancellationToken);

    public Bucket? FindBucket(string name) => _buckets.Find(name)?.Bucket;

    /// <summary>By name.</summary>
    public IReadOnlyList<Bucket> ListBuckets() => _buckets.All();

    /// <summary>Uploads in progress go with it.</summary>
    /// <exception cref="StoreException">NoSuchBucket, BucketNotEmpty.</exception>
    public Task DeleteBucketAsync(string name, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var row = BucketTable.Require(transaction.Connection, name);
            if (BucketTable.HasObjects(transaction.Connection, row.Id))
            {
                throw StoreErrors.BucketNotEmpty(name, row.Bucket.Versioning != VersioningState.Unversioned);
            }

            foreach (var upload in UploadTable.AllOf(transaction.Connection, row.Id))
            {
                RemoveUpload(transaction, row.Id, upload);
            }

            BucketTable.Delete(transaction, row.Id);
            _changes.OnBucketDeleted(transaction, name);
            _buckets.Remove(transaction, name);
            return true;
        },
        cancellationToken);

    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public Task SetVersioningAsync(string bucket, VersioningState state, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var row = BucketTable.Require(transaction.Connection, bucket);
            ArgumentOutOfRangeException.ThrowIfEqual((int)state, (int)VersioningState.Unversioned);
            BucketTable.SetVersioning(transaction, row.Id, state);
            _buckets.SetVersioning(transaction, bucket, state);
            return true;
        },
        cancellationToken);

    /// <summary>A stored configuration document (<c>policy</c>, <c>cors</c>, <c>acl</c>, <c>encryption</c>, <c>lifecycle</c>, <c>tagging</c>, …), as it was put; null when there is none.</summary>
    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public string? GetBucketDocument(string bucket, string kind) => _buckets.Document(bucket, kind);

    /// <summary>Null removes it.</summary>
    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public Task PutBucketDocumentAsync(string bucket, string kind, string? document, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var row = BucketTable.Require(transaction.Connection, bucket);
            BucketTable.SetDocument(transaction, row.Id, kind, document);
            _buckets.SetDocument(transaction, bucket, kind, document);
            return true;
        },
        cancellationToken);
}
