using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>Access control lists as requests bring them: canned, as grant headers, or as a document.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html</remarks>
internal static class AclHeaders
{
    private const string CannedHeader = "x-amz-acl";

    private const string OwnerFullControl = "bucket-owner-full-control";

    private static readonly (string Header, string Permission)[] GrantHeaders =
    [
        ("x-amz-grant-full-control", "FULL_CONTROL"), ("x-amz-grant-read", "READ"), ("x-amz-grant-write", "WRITE"),
        ("x-amz-grant-read-acp", "READ_ACP"), ("x-amz-grant-write-acp", "WRITE_ACP"),
    ];

    /// <summary>The list that the headers ask for; null when they ask for none.</summary>
    /// <exception cref="WireException">InvalidRequest, InvalidArgument.</exception>
    public static AccessControlPolicy? Read(S3Request request, string ownerId)
    {
        var canned = request.Header(CannedHeader);
        List<Grant>? grants = null;
        foreach (var (header, permission) in GrantHeaders)
        {
            if (request.Header(header) is { } value)
            {
                (grants ??= []).AddRange(ParseGrants(header, value, permission));
            }
        }

        return (canned, grants) switch
        {
            (null, null) => null,
            (not null, not null) => throw S3Error.InvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed"),
            (null, _) => new AccessControlPolicy(ownerId, grants),
            _ => AccessControlPolicy.Canned(canned, ownerId) ?? throw S3Error.InvalidArgument("", CannedHeader, canned),
        };
    }

    /// <summary>The list for a new object; null when it is private.</summary>
    /// <exception cref="WireException">AccessControlListNotSupported, AccessDenied, InvalidRequest, InvalidArgument.</exception>
    public static AccessControlPolicy? ReadForObject(S3Request request)
    {
        if (Read(request, request.OwnerId) is not { } acl)
        {
            return null;
        }

        CheckAllowed(request, acl, isOwnersOnly: request.Header(CannedHeader) == OwnerFullControl);
        return acl.Grants.Any(grant => grant.Grantee != request.OwnerId) ? acl : null;
    }

    /// <summary>The list of a PutBucketAcl or PutObjectAcl request.</summary>
    /// <exception cref="WireException">MissingSecurityHeader, UnexpectedContent, AccessControlListNotSupported, AccessDenied, InvalidRequest, InvalidArgument.</exception>
    public static async Task<AccessControlPolicy> ReadRequestAsync(S3Request request)
    {
        var fromHeaders = Read(request, request.OwnerId);
        var document = await request.ReadDocumentAsync();
        if (fromHeaders is not null && !document.IsEmpty)
        {
            throw S3Error.Of("UnexpectedContent");
        }

        if (fromHeaders is null && document.IsEmpty)
        {
            throw S3Error.Of("MissingSecurityHeader", new KeyValuePair<string, string>("MissingHeaderName", CannedHeader));
        }

        var acl = fromHeaders ?? AccessControlPolicy.Parse(document);
        var ownersOnly = fromHeaders is null ? acl.Grants.All(grant => grant.Grantee == request.OwnerId) : request.Header(CannedHeader) == OwnerFullControl;
        CheckAllowed(request, acl, ownersOnly);
        return acl;
    }

    private static void CheckAllowed(S3Request request, AccessControlPolicy acl, bool isOwnersOnly)
    {
        if (!isOwnersOnly && !Ownership.HasAcls(request))
        {
            throw S3Error.Of("AccessControlListNotSupported");
        }

        if (acl.Grants.Any(grant => grant.IsPublic) && PublicAccess.Of(request)?.BlockPublicAcls == true)
        {
            throw S3Error.Of("AccessDenied");
        }
    }

    /// <summary><c>id="…", uri="…"</c></summary>
    private static IEnumerable<Grant> ParseGrants(string header, string value, string permission)
    {
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var grantee = equals < 0 ? "" : part[(equals + 1)..].Trim().Trim('"');
            yield return (equals < 0 ? "" : part[..equals].Trim().ToLowerInvariant()) switch
            {
                "uri" => Grant.IsKnownGroup(grantee) ? new Grant(Grant.Group, grantee, permission) : throw S3Error.InvalidArgument("Invalid group uri", "uri", grantee),
                "id" => Grant.IsCanonicalId(grantee) ? new Grant(Grant.CanonicalUser, grantee, permission) : throw S3Error.InvalidArgument("Invalid id", "id", grantee),
                "emailaddress" => throw S3Error.HeaderNotImplemented(header, "Grants by e-mail address are not supported"),
                _ => throw S3Error.InvalidArgument("Argument format not recognized", header, part),
            };
        }
    }
}
