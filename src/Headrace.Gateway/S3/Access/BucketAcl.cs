using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>The access control list of a bucket: as put, or private.</summary>
internal static class BucketAcl
{
    public const string Kind = "acl";

    public static AccessControlPolicy Of(S3Request request) =>
        request.BucketDocument(Kind) is { } document ? AccessControlPolicy.Parse(document) : AccessControlPolicy.Private(request.OwnerId);
}
