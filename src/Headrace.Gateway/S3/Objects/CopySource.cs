using Headrace.Gateway.S3.Access;
using Headrace.Store.Buckets;
using Headrace.Store.Objects;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Objects;

/// <summary>The source of CopyObject and UploadPartCopy: <c>x-amz-copy-source: /bucket/key?versionId=…</c>, percent-encoded.</summary>
/// <param name="VersionIdAsked">The version the header names, or null.</param>
internal sealed record CopySource(Bucket Bucket, ObjectVersion Version, string? VersionIdAsked)
{
    private const string HeaderName = "x-amz-copy-source";

    /// <summary>Finds the source and checks its conditions.</summary>
    /// <exception cref="WireException">InvalidArgument, AccessDenied, NoSuchBucket, NoSuchKey, NoSuchVersion, InvalidRequest, PreconditionFailed.</exception>
    public static CopySource Find(S3Request request)
    {
        var header = request.Header(HeaderName)!;
        var path = header.AsSpan();
        string? versionId = null;
        var query = header.LastIndexOf("?versionId=", StringComparison.Ordinal);
        if (query >= 0)
        {
            versionId = header[(query + "?versionId=".Length)..];
            path = path[..query];
        }

        // Clients differ in whether they encode the slash between bucket and key, and whether they write one in front.
        var decoded = ObjectKey.FromPath(path)?.TrimStart('/');
        var slash = decoded?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || slash == decoded!.Length - 1)
        {
            throw S3Error.InvalidArgument("Invalid copy source object key", HeaderName, HeaderName);
        }

        if (decoded.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw S3Error.HeaderNotImplemented(HeaderName, "Access points are not supported");
        }

        var key = decoded[(slash + 1)..];
        var bucketName = decoded[..slash];
        var bucket = request.Store.FindBucket(bucketName) ?? throw S3Error.NoSuchBucket(bucketName);
        if (!Authorization.MayRead(request, bucket.Name, key, versionId))
        {
            throw S3Error.Of("AccessDenied");
        }

        var version = request.Store.Find(bucket.Name, key, versionId)
            ?? throw ObjectLookup.Missing(request, key, versionId);
        if (version.IsDeleteMarker)
        {
            throw versionId is null
                ? S3Error.NoSuchKey(key)
                : S3Error.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
        }

        if (StorageClass.IsArchived(version.StorageClass))
        {
            throw S3Error.Of("InvalidObjectState", new KeyValuePair<string, string>("StorageClass", version.StorageClass));
        }

        return new ReadConditions(request, "x-amz-copy-source-").Failed(version, out _) is { } condition
            ? throw S3Error.PreconditionFailed(condition)
            : new CopySource(bucket, version, versionId);
    }

    /// <summary><c>x-amz-copy-source-version-id</c>, when the source's bucket is versioned.</summary>
    public void AddVersionId(S3Request request)
    {
        if (Bucket.Versioning != VersioningState.Unversioned && Version.VersionId != "null")
        {
            request.Response.Headers["x-amz-copy-source-version-id"] = Version.VersionId;
        }
    }
}
