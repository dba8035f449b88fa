using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>A bucket's Block Public Access switches; new buckets have all four on.</summary>
internal static class PublicAccess
{
    public const string Kind = "publicAccessBlock";

    /// <summary>Stored when the configuration was deleted: without a document the bucket has S3's default, which blocks everything.</summary>
    public static readonly byte[] Deleted = "deleted"u8.ToArray();

    /// <summary>Null when it was deleted.</summary>
    public static PublicAccessBlockConfiguration? Of(S3Request request, string? bucket = null) => request.BucketDocument(Kind, bucket) switch
    {
        null => PublicAccessBlockConfiguration.All,
        var document when document.AsSpan().SequenceEqual(Deleted) => null,
        var document => PublicAccessBlockConfiguration.Parse(document),
    };
}
