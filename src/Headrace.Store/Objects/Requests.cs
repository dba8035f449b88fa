namespace Headrace.Store.Objects;

/// <summary>Conditions on the key's current version, checked inside the transaction. ETags unquoted, or <c>*</c>.</summary>
public sealed record WriteConditions(string? IfMatch = null, string? IfNoneMatch = null);

public sealed record PutObject
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required ChangeOrigin Origin { get; init; }

    /// <summary>Without <c>s3:</c>.</summary>
    public string EventName { get; init; } = "ObjectCreated:Put";

    public ObjectHeaders Headers { get; init; } = new();

    public IReadOnlyDictionary<string, string> UserMetadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public string StorageClass { get; init; } = "STANDARD";

    public ObjectChecksum? Checksum { get; init; }

    public WriteConditions Conditions { get; init; } = new();

    /// <summary>The version's <c>acl</c> document, stored with it; null when it is private.</summary>
    public string? Acl { get; init; }
}

public sealed record DeleteObject(string Bucket, string Key, string? VersionId, ChangeOrigin Origin, string? IfMatch = null);

/// <param name="VersionId">The version removed, or null.</param>
/// <param name="MarkerVersionId">The delete marker made or removed, or null.</param>
/// <param name="IsDeleteMarker">What was made or removed is a delete marker.</param>
/// <param name="Error">When this one of many failed.</param>
public sealed record DeletedObject(string Key, string? VersionId, string? MarkerVersionId, bool IsDeleteMarker, StoreException? Error = null);
