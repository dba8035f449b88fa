using System.Text;
using Headrace.Store.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>The access control list of one object version: as put, or private.</summary>
internal static class ObjectAcl
{
    public const string Kind = "acl";

    public static AccessControlPolicy Of(S3Request request, ObjectVersion version) => request.Store.GetObjectDocument(version, Kind) is { } document
        ? AccessControlPolicy.Parse(Encoding.UTF8.GetBytes(document))
        : AccessControlPolicy.Private(request.OwnerId);

    /// <summary>What a write's headers ask for, as the document to keep; null when it is private.</summary>
    public static string? ReadHeaders(S3Request request) => AclHeaders.ReadForObject(request) is { } acl ? Encoding.UTF8.GetString(acl.Write()) : null;
}
