using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Listing;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;

namespace Headrace.Store;

/// <summary>Buckets and objects on disk. Every change that has been answered survives <c>kill -9</c> and power loss.</summary>
/// <remarks>
/// CONTRACT, shared by the room's owner (who replaces every <c>NotImplementedException</c>, in partial files by feature) and its
/// callers. Bytes are staged first, checked by the caller (Content-MD5, checksums, signatures of chunks), then published by one ledger
/// transaction together with the events that <see cref="IObjectChangeSink"/> adds to it. A staged content that is disposed
/// unpublished gives its bytes back. Expected absence is null; what S3 answers with an error is a <see cref="StoreException"/>.
/// </remarks>
public sealed partial class ObjectStore : IAsyncDisposable
{
    /// <param name="folder">Holds the segments and large objects; created when absent.</param>
    public static ObjectStore Open(LedgerDatabase ledger, string folder, IObjectChangeSink changes, TimeProvider time) => throw new NotImplementedException();

    // Buckets -------------------------------------------------------------------------------------------------------------

    /// <exception cref="StoreException">BucketAlreadyOwnedByYou.</exception>
    public Task<Bucket> CreateBucketAsync(string name, string region, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Bucket? FindBucket(string name) => throw new NotImplementedException();

    public IReadOnlyList<Bucket> ListBuckets() => throw new NotImplementedException();

    /// <exception cref="StoreException">NoSuchBucket, BucketNotEmpty.</exception>
    public Task DeleteBucketAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task SetVersioningAsync(string bucket, VersioningState state, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A stored configuration document (<c>policy</c>, <c>cors</c>, <c>acl</c>, <c>encryption</c>, <c>lifecycle</c>, <c>tagging</c>, …), as it was put; null when there is none.</summary>
    public string? GetBucketDocument(string bucket, string kind) => throw new NotImplementedException();

    /// <summary>Null removes it.</summary>
    public Task PutBucketDocumentAsync(string bucket, string kind, string? document, CancellationToken cancellationToken) => throw new NotImplementedException();

    // Objects -------------------------------------------------------------------------------------------------------------

    /// <summary>Writes a body to disk (not yet visible, not yet durable), computing its MD5. Memory stays bounded whatever its length.</summary>
    public Task<StagedContent> StageAsync(Stream body, long? expectedLength, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Publishes a staged body as the newest version of its key, durably, with its events.</summary>
    /// <exception cref="StoreException">NoSuchBucket, PreconditionFailed, ConditionalRequestConflict.</exception>
    public Task<ObjectVersion> PutObjectAsync(PutObject put, StagedContent content, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Publishes a copy that shares no bytes with its source; metadata as <paramref name="put"/> says.</summary>
    public Task<ObjectVersion> CopyObjectAsync(ObjectVersion source, PutObject put, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The latest version (also when it is a delete marker), or the one named; null when there is none.</summary>
    public ObjectVersion? Find(string bucket, string key, string? versionId = null) => throw new NotImplementedException();

    /// <summary>A readable stream over a range of a version's bytes. It stays readable while the object is overwritten or deleted.</summary>
    public Stream OpenRead(ObjectVersion version, long offset, long length) => throw new NotImplementedException();

    /// <exception cref="StoreException">NoSuchBucket, PreconditionFailed.</exception>
    public Task<DeletedObject> DeleteObjectAsync(DeleteObject delete, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Many at once in one transaction; results in the order asked.</summary>
    public Task<IReadOnlyList<DeletedObject>> DeleteObjectsAsync(IReadOnlyList<DeleteObject> deletes, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Replaces a version's tags (empty removes them); raises ObjectTagging:Put or :Delete.</summary>
    public Task<ObjectVersion> SetTagsAsync(string bucket, string key, string? versionId, IReadOnlyList<KeyValuePair<string, string>> tags, ChangeOrigin origin, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A stored document of one version (<c>acl</c>); null when there is none.</summary>
    public string? GetObjectDocument(ObjectVersion version, string kind) => throw new NotImplementedException();

    public Task PutObjectDocumentAsync(ObjectVersion version, string kind, string? document, ChangeOrigin origin, CancellationToken cancellationToken) => throw new NotImplementedException();

    // Listing -------------------------------------------------------------------------------------------------------------

    /// <summary>Keys in UTF-8 byte order; a common prefix counts as one entry. Cost grows with the page, not with the bucket.</summary>
    public ObjectListing ListObjects(ListObjectsQuery query) => throw new NotImplementedException();

    /// <summary>Keys in UTF-8 byte order, versions newest first.</summary>
    public VersionListing ListVersions(ListVersionsQuery query) => throw new NotImplementedException();

    // Multipart -----------------------------------------------------------------------------------------------------------

    public Task<MultipartUpload> CreateUploadAsync(CreateUpload create, CancellationToken cancellationToken) => throw new NotImplementedException();

    public MultipartUpload? FindUpload(string bucket, string key, string uploadId) => throw new NotImplementedException();

    /// <summary>Stores or replaces one part, durably.</summary>
    /// <exception cref="StoreException">NoSuchUpload.</exception>
    public Task<UploadedPart> PutPartAsync(MultipartUpload upload, int number, StagedContent content, ObjectChecksum? checksum, CancellationToken cancellationToken) => throw new NotImplementedException();

    public PartListing ListParts(MultipartUpload upload, int afterNumber, int maxParts) => throw new NotImplementedException();

    public UploadListing ListUploads(ListUploadsQuery query) => throw new NotImplementedException();

    /// <summary>Assembles the named parts, without copying their bytes, into one object.</summary>
    /// <exception cref="StoreException">NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, PreconditionFailed.</exception>
    public Task<ObjectVersion> CompleteUploadAsync(CompleteUpload complete, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <exception cref="StoreException">NoSuchUpload.</exception>
    public Task AbortUploadAsync(string bucket, string key, string uploadId, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
