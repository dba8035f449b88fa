using System.Security.Cryptography;
using System.Text;
using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Contents;
using Headrace.Store.Listing;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    /// <summary>Every part but the last must have this size.</summary>
    public const long SmallestPart = 5L << 20;

    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public Task<MultipartUpload> CreateUploadAsync(CreateUpload create, CancellationToken cancellationToken)
    {
        var metadata = StoredMetadata.From(create.Put) with
        {
            ChecksumAsked = create.ChecksumAlgorithm is { } algorithm ? [algorithm, create.ChecksumType ?? ""] : null,
        };
        var key = KeyBytes(create.Put.Key);
        var encoded = metadata.Encode();
        return _ledger.CommitAsync(
            transaction =>
            {
                var bucket = BucketTable.Require(transaction.Connection, create.Put.Bucket);
                var row = new UploadRow(key, _counter.Next(), Now().ToUnixTimeMilliseconds(), KeyDeleted: false, encoded);
                UploadTable.Insert(transaction, bucket.Id, row);
                return ToUpload(create.Put.Bucket, row);
            },
            cancellationToken);
    }

    /// <summary>Null when it never existed, or was completed or aborted.</summary>
    public MultipartUpload? FindUpload(string bucket, string key, string uploadId) =>
        _buckets.Find(bucket) is { } row && _ledger.Read(connection => FindUpload(connection, row.Id, KeyBytes(key), uploadId)) is { } upload
            ? ToUpload(bucket, upload)
            : null;

    /// <summary>Stores or replaces one part, durably.</summary>
    /// <exception cref="StoreException">NoSuchBucket, NoSuchUpload.</exception>
    public Task<UploadedPart> PutPartAsync(MultipartUpload upload, int number, StagedContent content, ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        var stage = (ContentStage)content;
        var key = KeyBytes(upload.Key);
        return _ledger.CommitAsync(
            transaction =>
            {
                var bucket = BucketTable.Require(transaction.Connection, upload.Bucket);
                var row = RequireUpload(transaction.Connection, bucket.Id, key, upload.UploadId);
                if (UploadTable.FindPart(transaction.Connection, row.Sequence, number) is { } replaced)
                {
                    _contents.Release(transaction, replaced.Sequence, replaced.Size, replaced.Pieces);
                }

                var sequence = _counter.Next();
                var part = new PartRow(
                    number, sequence, content.Size, content.Md5.ToArray(), Now().ToUnixTimeMilliseconds(),
                    checksum is null ? null : [checksum.Algorithm, checksum.Value, checksum.Type], stage.Publish(transaction, sequence));
                UploadTable.PutPart(transaction, row.Sequence, part);
                return ToPart(part);
            },
            cancellationToken,
            stage.Durable);
    }

    /// <summary>Parts in the order of their numbers, after <paramref name="afterNumber"/>.</summary>
    /// <exception cref="StoreException">NoSuchBucket, NoSuchUpload.</exception>
    public PartListing ListParts(MultipartUpload upload, int afterNumber, int maxParts)
    {
        var bucket = _buckets.Require(upload.Bucket);
        var parts = _ledger.Read(connection =>
        {
            var row = RequireUpload(connection, bucket.Id, KeyBytes(upload.Key), upload.UploadId);
            return UploadTable.Parts(connection, row.Sequence, afterNumber, maxParts + 1);
        });
        var page = parts.Take(maxParts).Select(ToPart).ToList();
        return new PartListing(page, parts.Count > maxParts && page.Count > 0 ? page[^1].Number : null);
    }

    /// <summary>Assembles the named parts, without copying their bytes, into one object. Asked again, answers with the same object while it is current.</summary>
    /// <exception cref="StoreException">NoSuchBucket, NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, PreconditionFailed, NoSuchKey, ConditionalRequestConflict.</exception>
    public Task<ObjectVersion> CompleteUploadAsync(CompleteUpload complete, CancellationToken cancellationToken)
    {
        var key = KeyBytes(complete.Key);
        return _ledger.CommitAsync(
            transaction =>
            {
                var bucket = BucketTable.Require(transaction.Connection, complete.Bucket);
                var current = ObjectTable.CurrentRow(transaction.Connection, bucket.Id, key);
                if (FindUpload(transaction.Connection, bucket.Id, key, complete.UploadId) is not { } upload)
                {
                    return current is not null && StoredMetadata.Decode(current.Metadata).Upload is { } made && made == _uploadIds.Open(complete.UploadId)
                        ? ToVersion(complete.Bucket, current, isLatest: true)
                        : throw StoreErrors.NoSuchUpload(complete.UploadId);
                }

                var uploaded = UploadTable.Parts(transaction.Connection, upload.Sequence, 0, int.MaxValue);
                var parts = PartChoice.Choose(complete, uploaded);
                Require(complete, upload, current);
                var row = Assemble(bucket, upload, parts, complete.Checksum);
                foreach (var unused in uploaded.Except(parts))
                {
                    _contents.Release(transaction, unused.Sequence, unused.Size, unused.Pieces);
                }

                UploadTable.Delete(transaction, bucket.Id, upload);
                Publish(transaction, bucket, current, row, "ObjectCreated:CompleteMultipartUpload", complete.Origin);
                return ToVersion(complete.Bucket, row, isLatest: true);
            },
            cancellationToken);
    }

    /// <exception cref="StoreException">NoSuchBucket, NoSuchUpload.</exception>
    public Task AbortUploadAsync(string bucket, string key, string uploadId, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var row = BucketTable.Require(transaction.Connection, bucket);
            RemoveUpload(transaction, row.Id, RequireUpload(transaction.Connection, row.Id, KeyBytes(key), uploadId));
            return true;
        },
        cancellationToken);

    private VersionRow Assemble(BucketRow bucket, UploadRow upload, List<PartRow> parts, ObjectChecksum? checksum)
    {
        var pieces = new List<Piece>(parts.Count);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var part in parts)
        {
            md5.AppendData(part.Md5);
            if (part.Pieces is not null)
            {
                pieces.AddRange(PieceList.Decode(part.Pieces));
            }
            else if (part.Size > 0)
            {
                pieces.Add(new Piece(PieceKind.Body, part.Sequence, 0, part.Size));
            }
        }

        var metadata = StoredMetadata.Decode(upload.Metadata) with
        {
            ChecksumAsked = null,
            Checksum = checksum is null ? null : [checksum.Algorithm, checksum.Value, checksum.Type],
            Parts = [.. parts.Select(part => new StoredPart { Number = part.Number, Size = part.Size, Checksum = part.Checksum })],
            Upload = upload.Sequence,
        };
        return NewRow(
            bucket, upload.Key, _counter.Next(), parts.Sum(part => part.Size), $"{Convert.ToHexStringLower(md5.GetHashAndReset())}-{parts.Count}",
            metadata.Encode(), pieces.Count == 0 ? null : PieceList.Encode([.. pieces]));
    }

    private void RemoveUpload(LedgerTransaction transaction, long bucket, UploadRow upload)
    {
        foreach (var part in UploadTable.Parts(transaction.Connection, upload.Sequence, 0, int.MaxValue))
        {
            _contents.Release(transaction, part.Sequence, part.Size, part.Pieces);
        }

        UploadTable.Delete(transaction, bucket, upload);
    }

    private UploadRow? FindUpload(LedgerConnection connection, long bucket, byte[] key, string uploadId) =>
        _uploadIds.Open(uploadId) is { } sequence ? UploadTable.Find(connection, bucket, key, sequence) : null;

    private UploadRow RequireUpload(LedgerConnection connection, long bucket, byte[] key, string uploadId) =>
        FindUpload(connection, bucket, key, uploadId) ?? throw StoreErrors.NoSuchUpload(uploadId);

    /// <summary>A condition that holds now is still refused when the key has changed since the upload began.</summary>
    private static void Require(CompleteUpload complete, UploadRow upload, VersionRow? current)
    {
        Require(complete.Conditions, current, complete.Key);
        if (complete.Conditions.IfMatch is not null && current!.Sequence > upload.Sequence)
        {
            throw StoreErrors.ConditionalRequestConflict("If-Match", complete.Key);
        }

        if (complete.Conditions.IfNoneMatch is not null && upload.KeyDeleted)
        {
            throw StoreErrors.ConditionalRequestConflict("If-None-Match", complete.Key);
        }
    }

    private MultipartUpload ToUpload(string bucket, UploadRow row)
    {
        var metadata = StoredMetadata.Decode(row.Metadata);
        var key = Encoding.UTF8.GetString(row.Key);
        var put = new PutObject
        {
            Bucket = bucket,
            Key = key,
            Origin = NoOrigin,
            EventName = "ObjectCreated:CompleteMultipartUpload",
            Headers = metadata.ToHeaders(),
            UserMetadata = metadata.UserMetadata ?? NoMetadata,
            Tags = metadata.ToTags(),
            StorageClass = metadata.StorageClass ?? "STANDARD",
        };
        return new MultipartUpload(
            bucket, key, _uploadIds.Seal(row.Sequence), DateTimeOffset.FromUnixTimeMilliseconds(row.Initiated),
            new CreateUpload(put, metadata.ChecksumAsked?[0], metadata.ChecksumAsked is [_, { Length: > 0 } type] ? type : null));
    }

    // Who began an upload is not kept: its event tells of the request that completes it.
    private static readonly ChangeOrigin NoOrigin = new("", "", "", "");

    private static UploadedPart ToPart(PartRow row) => new(
        row.Number, row.Size, Convert.ToHexStringLower(row.Md5), DateTimeOffset.FromUnixTimeMilliseconds(row.Modified),
        row.Checksum is [var algorithm, var value, var type] ? new(algorithm, value, type) : null);
}
