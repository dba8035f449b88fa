using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Store.Objects;

/// <summary>
/// What a version carries besides its bytes, as the <c>metadata</c> column keeps it: JSON with short names. On disk: names and meaning are
/// frozen by a test.
/// </summary>
internal sealed record StoredMetadata
{
    private static readonly StoredMetadata Empty = new();

    [JsonPropertyName("ct")]
    public string? ContentType { get; init; }

    [JsonPropertyName("cc")]
    public string? CacheControl { get; init; }

    [JsonPropertyName("cd")]
    public string? ContentDisposition { get; init; }

    [JsonPropertyName("ce")]
    public string? ContentEncoding { get; init; }

    [JsonPropertyName("cl")]
    public string? ContentLanguage { get; init; }

    [JsonPropertyName("ex")]
    public string? Expires { get; init; }

    [JsonPropertyName("wr")]
    public string? WebsiteRedirectLocation { get; init; }

    [JsonPropertyName("um")]
    public Dictionary<string, string>? UserMetadata { get; init; }

    /// <summary>Key, value, key, value, …</summary>
    [JsonPropertyName("tg")]
    public string[]? Tags { get; init; }

    /// <summary>Null: STANDARD.</summary>
    [JsonPropertyName("sc")]
    public string? StorageClass { get; init; }

    /// <summary>Algorithm, value, type.</summary>
    [JsonPropertyName("cs")]
    public string[]? Checksum { get; init; }

    [JsonPropertyName("dc")]
    public Dictionary<string, string>? Documents { get; init; }

    [JsonPropertyName("pt")]
    public StoredPart[]? Parts { get; init; }

    /// <summary>The multipart upload that made this version: completing it again answers with this version.</summary>
    [JsonPropertyName("up")]
    public long? Upload { get; init; }

    /// <summary>On uploads: the checksum algorithm and type asked for.</summary>
    [JsonPropertyName("ca")]
    public string[]? ChecksumAsked { get; init; }

    public static StoredMetadata From(PutObject put) => new()
    {
        ContentType = put.Headers.ContentType,
        CacheControl = put.Headers.CacheControl,
        ContentDisposition = put.Headers.ContentDisposition,
        ContentEncoding = put.Headers.ContentEncoding,
        ContentLanguage = put.Headers.ContentLanguage,
        Expires = put.Headers.Expires,
        WebsiteRedirectLocation = put.Headers.WebsiteRedirectLocation,
        UserMetadata = put.UserMetadata.Count == 0 ? null : new Dictionary<string, string>(put.UserMetadata),
        Tags = Flatten(put.Tags),
        StorageClass = put.StorageClass == "STANDARD" ? null : put.StorageClass,
        Checksum = put.Checksum is { } checksum ? [checksum.Algorithm, checksum.Value, checksum.Type] : null,
        Documents = put.Acl is null ? null : new Dictionary<string, string> { ["acl"] = put.Acl },
    };

    public static string[]? Flatten(IReadOnlyList<KeyValuePair<string, string>> tags) =>
        tags.Count == 0 ? null : [.. tags.SelectMany(tag => new[] { tag.Key, tag.Value })];

    public static StoredMetadata Decode(byte[]? column) =>
        column is null ? Empty : JsonSerializer.Deserialize(column, StoredMetadataJson.Default.StoredMetadata)!;

    public byte[]? Encode() => this == Empty ? null : JsonSerializer.SerializeToUtf8Bytes(this, StoredMetadataJson.Default.StoredMetadata);

    public ObjectHeaders ToHeaders() =>
        new(ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires, WebsiteRedirectLocation);

    public IReadOnlyList<KeyValuePair<string, string>> ToTags()
    {
        if (Tags is null)
        {
            return [];
        }

        var tags = new KeyValuePair<string, string>[Tags.Length / 2];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = new(Tags[2 * i], Tags[2 * i + 1]);
        }

        return tags;
    }

    public ObjectChecksum? ToChecksum() => Checksum is [var algorithm, var value, var type] ? new(algorithm, value, type) : null;

    public IReadOnlyList<ObjectPart> ToParts()
    {
        if (Parts is null)
        {
            return [];
        }

        var parts = new ObjectPart[Parts.Length];
        long offset = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = Parts[i];
            parts[i] = new ObjectPart(part.Number, offset, part.Size, part.Checksum is [var algorithm, var value, var type] ? new(algorithm, value, type) : null);
            offset += part.Size;
        }

        return parts;
    }
}

/// <summary>One part, in order.</summary>
internal sealed record StoredPart
{
    [JsonPropertyName("n")]
    public required int Number { get; init; }

    [JsonPropertyName("s")]
    public required long Size { get; init; }

    [JsonPropertyName("c")]
    public string[]? Checksum { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredMetadata))]
internal sealed partial class StoredMetadataJson : JsonSerializerContext;
