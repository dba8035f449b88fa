using Headrace.Ledger;
using Headrace.Store.Buckets;
using Headrace.Store.Listing;
using Headrace.Store.Multipart;
using Headrace.Store.Objects;

namespace Headrace.Store;

public sealed partial class ObjectStore
{
    /// <summary>Keys in UTF-8 byte order; a common prefix counts as one entry. Cost grows with the page, not with the bucket.</summary>
    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public ObjectListing ListObjects(ListObjectsQuery query)
    {
        var bucket = _buckets.Require(query.Bucket);
        var range = new KeyRange(query.Prefix, query.Delimiter);
        var walk = _ledger.Read(connection => ListingWalk<ObjectVersion>.Run(
            range, range.Start(query.After), query.MaxKeys,
            start => ObjectTable.List(connection, bucket.Id, start, range.End),
            row => ToVersion(query.Bucket, ObjectTable.Row(row), isLatest: true)));
        var next = !walk.IsTruncated ? null : walk.EndsWithCommonPrefix ? walk.CommonPrefixes[^1] : walk.Entries[^1].Key;
        return new ObjectListing(walk.Entries, walk.CommonPrefixes, next);
    }

    /// <summary>Keys in UTF-8 byte order, versions newest first. After a common prefix there is no next version id marker.</summary>
    /// <exception cref="StoreException">NoSuchBucket, InvalidArgument (a version id marker that was never issued).</exception>
    public VersionListing ListVersions(ListVersionsQuery query)
    {
        var bucket = _buckets.Require(query.Bucket);
        var range = new KeyRange(query.Prefix, query.Delimiter);
        var walk = _ledger.Read(connection =>
        {
            var marker = VersionMarker(connection, bucket, query);
            byte[] previous = [];
            return ListingWalk<ObjectVersion>.Run(
                range, range.Start(query.KeyMarker, marker), query.MaxKeys,
                start => ObjectTable.ListVersions(connection, bucket.Id, start, range.End),
                statement =>
                {
                    // Only a delete marker can be latest without being in the table of current objects.
                    var row = ObjectTable.Row(statement);
                    var isLatest = statement.Int64(9) != 0 || (row.IsMarker && !row.Key.AsSpan().SequenceEqual(previous) && IsLatest(connection, bucket, row));
                    previous = row.Key;
                    return ToVersion(query.Bucket, row, isLatest);
                });
        });
        if (!walk.IsTruncated)
        {
            return new VersionListing(walk.Entries, walk.CommonPrefixes, null, null);
        }

        return walk.EndsWithCommonPrefix
            ? new VersionListing(walk.Entries, walk.CommonPrefixes, walk.CommonPrefixes[^1], null)
            : new VersionListing(walk.Entries, walk.CommonPrefixes, walk.Entries[^1].Key, walk.Entries[^1].VersionId);
    }

    /// <summary>Keys in UTF-8 byte order, uploads oldest first. After a common prefix there is no next upload id marker.</summary>
    /// <exception cref="StoreException">NoSuchBucket, InvalidArgument (an upload id marker that is not of the key marker's key).</exception>
    public UploadListing ListUploads(ListUploadsQuery query)
    {
        var bucket = _buckets.Require(query.Bucket);
        var range = new KeyRange(query.Prefix, query.Delimiter);
        var walk = _ledger.Read(connection => ListingWalk<MultipartUpload>.Run(
            range, range.Start(query.KeyMarker, UploadMarker(connection, bucket, query)), query.MaxUploads,
            start => UploadTable.List(connection, bucket.Id, start, range.End),
            row => ToUpload(query.Bucket, UploadTable.Upload(row))));
        if (!walk.IsTruncated)
        {
            return new UploadListing(walk.Entries, walk.CommonPrefixes, null, null);
        }

        return walk.EndsWithCommonPrefix
            ? new UploadListing(walk.Entries, walk.CommonPrefixes, walk.CommonPrefixes[^1], null)
            : new UploadListing(walk.Entries, walk.CommonPrefixes, walk.Entries[^1].Key, walk.Entries[^1].UploadId);
    }

    private static bool IsLatest(LedgerConnection connection, BucketRow bucket, VersionRow row) =>
        ObjectTable.CurrentRow(connection, bucket.Id, row.Key) is null && ObjectTable.Newest(connection, bucket.Id, row.Key)!.Sequence == row.Sequence;

    /// <summary>The rank (see <see cref="ObjectTable.ListVersions"/>) after which to go on within the marker's key.</summary>
    private long? VersionMarker(LedgerConnection connection, BucketRow bucket, ListVersionsQuery query)
    {
        if (string.IsNullOrEmpty(query.KeyMarker) || string.IsNullOrEmpty(query.VersionIdMarker))
        {
            return null;
        }

        if (query.VersionIdMarker == NullVersionId)
        {
            // Gone since the last page: its key's versions are listed again, which is better than passing some by.
            return Locate(connection, bucket.Id, KeyBytes(query.KeyMarker), NullVersionId).Row is { } row ? -row.Sequence : long.MinValue;
        }

        return -(_versionIds.Open(query.VersionIdMarker) ?? throw StoreErrors.InvalidVersionId(query.VersionIdMarker));
    }

    private long? UploadMarker(LedgerConnection connection, BucketRow bucket, ListUploadsQuery query)
    {
        if (string.IsNullOrEmpty(query.KeyMarker) || string.IsNullOrEmpty(query.UploadIdMarker))
        {
            return null;
        }

        // An upload that has ended since the last page still marks its place; one of another key is a mistake.
        var key = KeyBytes(query.KeyMarker);
        if (_uploadIds.Open(query.UploadIdMarker) is not { } sequence
            || (UploadTable.Find(connection, bucket.Id, key, sequence) is null && UploadTable.AllOf(connection, bucket.Id).Exists(upload => upload.Sequence == sequence)))
        {
            throw StoreErrors.InvalidUploadIdMarker(query.UploadIdMarker);
        }

        return sequence;
    }
}
