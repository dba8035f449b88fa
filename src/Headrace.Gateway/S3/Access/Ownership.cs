using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>A bucket's ownership controls; new buckets are BucketOwnerEnforced.</summary>
internal static class Ownership
{
    public const string Kind = "ownershipControls";

    /// <summary>Stored when the controls were deleted: without a document the bucket has S3's default, which has no ACLs.</summary>
    public static readonly byte[] Deleted = "deleted"u8.ToArray();

    /// <summary>Null when they were deleted.</summary>
    public static OwnershipControls? Of(S3Request request, string? bucket = null) => request.BucketDocument(Kind, bucket) switch
    {
        null => OwnershipControls.Enforced,
        var document when document.AsSpan().SequenceEqual(Deleted) => null,
        var document => OwnershipControls.Parse(document),
    };

    /// <summary>Whether ACLs count at all.</summary>
    public static bool HasAcls(S3Request request, string? bucket = null) => Of(request, bucket) is not { ObjectOwnership: "BucketOwnerEnforced" };
}
