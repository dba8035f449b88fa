using Headrace.Store.Objects;

namespace Headrace.Store.Multipart;

/// <param name="Put">What the finished object shall carry.</param>
/// <param name="ChecksumAlgorithm">As asked at creation, or null.</param>
/// <param name="ChecksumType"><c>FULL_OBJECT</c> or <c>COMPOSITE</c>, when there is an algorithm.</param>
public sealed record CreateUpload(PutObject Put, string? ChecksumAlgorithm, string? ChecksumType);

public sealed record MultipartUpload(string Bucket, string Key, string UploadId, DateTimeOffset Initiated, CreateUpload Create);

/// <param name="ETag">Unquoted MD5 in hex.</param>
public sealed record UploadedPart(int Number, long Size, string ETag, DateTimeOffset LastModified, ObjectChecksum? Checksum);

public sealed record CompletedPart(int Number, string ETag, ObjectChecksum? Checksum);

/// <param name="Checksum">The finished object's checksum, computed by the caller from the parts' (composite) or combined (full object).</param>
public sealed record CompleteUpload(string Bucket, string Key, string UploadId, IReadOnlyList<CompletedPart> Parts, ObjectChecksum? Checksum, WriteConditions Conditions, ChangeOrigin Origin);
