using Headrace.Store.Objects;
using Headrace.Wire.Checksums;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Objects;

/// <summary>Response headers that several operations share.</summary>
internal static class ObjectAnswer
{
    public const string EncryptionHeader = "x-amz-server-side-encryption";

    public const string Encryption = "AES256";

    public static string Quoted(string etag) => string.Concat("\"", etag, "\"");

    public static void AddChecksum(IHeaderDictionary headers, ObjectChecksum? checksum, bool withType = true)
    {
        if (checksum is null)
        {
            return;
        }

        headers[ChecksumNames.Parse(checksum.Algorithm)!.Value.Header] = checksum.Value;
        if (withType)
        {
            headers["x-amz-checksum-type"] = checksum.Type;
        }
    }

    /// <summary>The version id of a write: not on suspended buckets, where S3 says nothing of the <c>null</c> it wrote.</summary>
    public static void AddWrittenVersionId(S3Request request, ObjectVersion version)
    {
        if (version.VersionId != "null")
        {
            request.Response.Headers["x-amz-version-id"] = version.VersionId;
        }
    }
}
