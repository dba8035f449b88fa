using Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <summary>Finds the version that a request addresses, and says what S3 says when there is none.</summary>
internal static class ObjectLookup
{
    /// <param name="markerIsMissing">Whether a key whose newest version is a delete marker is as good as absent (404), or addresses the marker (405).</param>
    /// <exception cref="WireException">NoSuchBucket, NoSuchKey, NoSuchVersion, InvalidArgument, MethodNotAllowed.</exception>
    public static ObjectVersion Find(S3Request request, bool markerIsMissing = true)
    {
        var bucket = request.Bucket;
        var versionId = request.Parameter("versionId");
        if (versionId is "")
        {
            throw S3Error.InvalidArgument("Version id cannot be the empty string", "versionId", "");
        }

        var version = request.Store.Find(bucket.Name, request.Key, versionId);
        if (version is null)
        {
            throw Missing(request, request.Key, versionId);
        }

        if (!version.IsDeleteMarker)
        {
            return version;
        }

        request.Response.Headers["x-amz-delete-marker"] = "true";
        AddVersionId(request, version);
        if (versionId is null && markerIsMissing)
        {
            throw S3Error.NoSuchKey(request.Key);
        }

        request.Response.Headers.Allow = "DELETE";
        request.Response.Headers.LastModified = version.LastModified.ToString("R");
        throw S3Error.DeleteMarker(request.Method);
    }

    /// <summary>What S3 says of a version that is not there: an id it never issued is a mistake of the caller's.</summary>
    public static WireException Missing(S3Request request, string key, string? versionId)
    {
        if (versionId is null)
        {
            return S3Error.NoSuchKey(key);
        }

        return request.Store.IsVersionId(versionId)
            ? S3Error.NoSuchVersion(key, versionId)
            : S3Error.InvalidArgument("Invalid version id specified", "versionId", versionId);
    }

    /// <summary><c>x-amz-version-id</c>, when the bucket is or was versioned.</summary>
    public static void AddVersionId(S3Request request, ObjectVersion version)
    {
        if (request.IsVersioned)
        {
            request.Response.Headers["x-amz-version-id"] = version.VersionId;
        }
    }
}
