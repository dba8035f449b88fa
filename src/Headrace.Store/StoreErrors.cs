using System.Globalization;

namespace Headrace.Store;

/// <summary>What the store refuses, in S3's words.</summary>
internal static class StoreErrors
{
    public static StoreException NoSuchBucket(string bucket) => new("NoSuchBucket", "The specified bucket does not exist", Detail("BucketName", bucket));

    public static StoreException BucketAlreadyOwnedByYou(string bucket) =>
        new("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", Detail("BucketName", bucket));

    public static StoreException BucketNotEmpty(string bucket, bool versioned) => new(
        "BucketNotEmpty",
        versioned ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket." : "The bucket you tried to delete is not empty",
        Detail("BucketName", bucket));

    public static StoreException NoSuchKey(string key) => new("NoSuchKey", "The specified key does not exist.", Detail("Key", key));

    public static StoreException NoSuchVersion(string key, string versionId) =>
        new("NoSuchVersion", "The specified version does not exist.", Detail("Key", key), Detail("VersionId", versionId));

    public static StoreException InvalidVersionId(string versionId) =>
        new("InvalidArgument", "Invalid version id specified", Detail("ArgumentName", "versionId"), Detail("ArgumentValue", versionId));

    public static StoreException InvalidUploadIdMarker(string marker) =>
        new("InvalidArgument", "Invalid uploadId marker", Detail("ArgumentName", "upload-id-marker"), Detail("ArgumentValue", marker));

    public static StoreException DeleteMarkerNotAllowed(string method) => new(
        "MethodNotAllowed", "The specified method is not allowed against this resource.", Detail("Method", method), Detail("ResourceType", "DeleteMarker"));

    /// <param name="condition"><c>If-Match</c> or <c>If-None-Match</c>.</param>
    public static StoreException PreconditionFailed(string condition) =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", Detail("Condition", condition));

    public static StoreException ConditionalRequestConflict(string condition, string key) => new(
        "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.",
        Detail("Condition", condition), Detail("Key", key));

    public static StoreException NoSuchUpload(string uploadId) => new(
        "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        Detail("UploadId", uploadId));

    public static StoreException InvalidPart(string uploadId, int number, string etag) => new(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        Detail("UploadId", uploadId), Detail("PartNumber", Text(number)), Detail("ETag", etag));

    public static StoreException InvalidPartOrder(string uploadId) => new(
        "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", Detail("UploadId", uploadId));

    public static StoreException NoParts() => new("InvalidRequest", "You must specify at least one part");

    public static StoreException EntityTooSmall(long size, long smallest, int partNumber, string etag) => new(
        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
        Detail("ProposedSize", Text(size)), Detail("MinSizeAllowed", Text(smallest)), Detail("PartNumber", Text(partNumber)), Detail("ETag", etag));

    public static StoreException IncompleteBody() =>
        new("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    private static KeyValuePair<string, string> Detail(string name, string value) => new(name, value);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
