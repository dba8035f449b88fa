using Headrace.Store.Contents;

namespace Headrace.Store.Objects;

/// <summary>The HTTP headers that S3 keeps with an object and gives back as they were.</summary>
public sealed record ObjectHeaders(
    string? ContentType = null, string? CacheControl = null, string? ContentDisposition = null, string? ContentEncoding = null,
    string? ContentLanguage = null, string? Expires = null, string? WebsiteRedirectLocation = null);

/// <param name="Algorithm"><c>CRC32</c>, <c>CRC32C</c>, <c>CRC64NVME</c>, <c>SHA1</c> or <c>SHA256</c>.</param>
/// <param name="Value">Base64; composite values end in <c>-N</c>.</param>
/// <param name="Type"><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</param>
public sealed record ObjectChecksum(string Algorithm, string Value, string Type);

/// <summary>One part of an object that was uploaded in parts.</summary>
public sealed record ObjectPart(int Number, long Offset, long Size, ObjectChecksum? Checksum);

/// <summary>One version of an object, or a delete marker, as committed.</summary>
public sealed record ObjectVersion
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>The wire version id; <c>null</c> (the word) for the version of an unversioned bucket.</summary>
    public required string VersionId { get; init; }

    public required bool IsLatest { get; init; }

    public required bool IsDeleteMarker { get; init; }

    public required long Size { get; init; }

    /// <summary>Unquoted: MD5 in hex, or MD5 of the parts' MD5s and <c>-N</c>.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public string StorageClass { get; init; } = "STANDARD";

    public ObjectHeaders Headers { get; init; } = new();

    public IReadOnlyDictionary<string, string> UserMetadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public ObjectChecksum? Checksum { get; init; }

    /// <summary>Empty unless uploaded in parts.</summary>
    public IReadOnlyList<ObjectPart> Parts { get; init; } = [];

    /// <summary>The change that made this version.</summary>
    internal long Sequence { get; init; }

    internal ContentReference? Content { get; init; }
}
