using Headrace.Store.Multipart;
using Headrace.Store.Objects;

namespace Headrace.Store.Listing;

/// <param name="After">Entries strictly after this key (or common prefix), exclusive; null from the start.</param>
public sealed record ListObjectsQuery(string Bucket, string Prefix, string? Delimiter, string? After, int MaxKeys);

/// <param name="Next">What to give as <c>After</c> for the next page; null when this is the last.</param>
public sealed record ObjectListing(IReadOnlyList<ObjectVersion> Objects, IReadOnlyList<string> CommonPrefixes, string? Next);

public sealed record ListVersionsQuery(string Bucket, string Prefix, string? Delimiter, string? KeyMarker, string? VersionIdMarker, int MaxKeys);

/// <param name="Versions">Objects and delete markers, in order.</param>
public sealed record VersionListing(IReadOnlyList<ObjectVersion> Versions, IReadOnlyList<string> CommonPrefixes, string? NextKeyMarker, string? NextVersionIdMarker);

public sealed record ListUploadsQuery(string Bucket, string Prefix, string? Delimiter, string? KeyMarker, string? UploadIdMarker, int MaxUploads);

public sealed record UploadListing(IReadOnlyList<MultipartUpload> Uploads, IReadOnlyList<string> CommonPrefixes, string? NextKeyMarker, string? NextUploadIdMarker);

public sealed record PartListing(IReadOnlyList<UploadedPart> Parts, int? NextPartNumber);
