using System.Collections.Frozen;
using Headrace.Gateway.S3.Access;
using Headrace.Gateway.S3.Buckets;
using Headrace.Gateway.S3.Configuration;
using Headrace.Gateway.S3.Cors;
using Headrace.Gateway.S3.Forms;
using Headrace.Gateway.S3.Listing;
using Headrace.Gateway.S3.Multipart;
using Headrace.Gateway.S3.Notifications;
using Headrace.Gateway.S3.Objects;
using Headrace.Gateway.S3.Tagging;

namespace Headrace.Gateway.S3;

/// <summary>Finds the operation: method, level (service, bucket, object), sub-resource in the query, and the copy-source header.</summary>
internal static class S3Router
{
    private const string CopySource = "x-amz-copy-source";

    private static readonly S3Operation ListBucketsOperation = new("ListBuckets", "s3:ListAllMyBuckets", ListBuckets.HandleAsync);
    private static readonly S3Operation ListObjectsOperation = new("ListObjects", "s3:ListBucket", ListObjects.HandleAsync);
    private static readonly S3Operation ListObjectsV2Operation = new("ListObjectsV2", "s3:ListBucket", ListObjectsV2.HandleAsync);
    private static readonly S3Operation PutObjectOperation = new("PutObject", "s3:PutObject", PutObject.HandleAsync);
    private static readonly S3Operation CopyObjectOperation = new("CopyObject", "s3:PutObject", CopyObject.HandleAsync);
    private static readonly S3Operation GetObjectOperation = new("GetObject", "s3:GetObject", GetObject.HandleAsync, "s3:GetObjectVersion");
    private static readonly S3Operation HeadObjectOperation = new("HeadObject", "s3:GetObject", GetObject.HandleAsync, "s3:GetObjectVersion");
    private static readonly S3Operation DeleteObjectOperation = new("DeleteObject", "s3:DeleteObject", DeleteObject.HandleAsync, "s3:DeleteObjectVersion");
    private static readonly S3Operation UploadPartOperation = new("UploadPart", "s3:PutObject", UploadPart.HandleAsync);
    private static readonly S3Operation UploadPartCopyOperation = new("UploadPartCopy", "s3:PutObject", UploadPartCopy.HandleAsync);

    /// <summary>Keyed by method and sub-resource, which is empty for the bucket itself.</summary>
    private static readonly FrozenDictionary<(string Method, string SubResource), S3Operation> BucketOperations = new Dictionary<(string, string), S3Operation>
    {
        [("PUT", "")] = new("CreateBucket", "s3:CreateBucket", CreateBucket.HandleAsync),
        [("HEAD", "")] = new("HeadBucket", "s3:ListBucket", HeadBucket.HandleAsync),
        [("DELETE", "")] = new("DeleteBucket", "s3:DeleteBucket", DeleteBucket.HandleAsync),
        [("POST", "")] = new("PostObject", "s3:PutObject", PostObject.HandleAsync),
        [("POST", "delete")] = new("DeleteObjects", "s3:DeleteObject", DeleteObjects.HandleAsync),
        [("GET", "location")] = new("GetBucketLocation", "s3:GetBucketLocation", GetBucketLocation.HandleAsync),
        [("GET", "versions")] = new("ListObjectVersions", "s3:ListBucketVersions", ListObjectVersions.HandleAsync),
        [("GET", "uploads")] = new("ListMultipartUploads", "s3:ListBucketMultipartUploads", ListMultipartUploads.HandleAsync),
        [("GET", "versioning")] = new("GetBucketVersioning", "s3:GetBucketVersioning", GetBucketVersioning.HandleAsync),
        [("PUT", "versioning")] = new("PutBucketVersioning", "s3:PutBucketVersioning", PutBucketVersioning.HandleAsync),
        [("GET", "notification")] = new("GetBucketNotificationConfiguration", "s3:GetBucketNotification", GetBucketNotificationConfiguration.HandleAsync),
        [("PUT", "notification")] = new("PutBucketNotificationConfiguration", "s3:PutBucketNotification", PutBucketNotificationConfiguration.HandleAsync),
        [("GET", "policy")] = new("GetBucketPolicy", "s3:GetBucketPolicy", GetBucketPolicy.HandleAsync),
        [("PUT", "policy")] = new("PutBucketPolicy", "s3:PutBucketPolicy", PutBucketPolicy.HandleAsync),
        [("DELETE", "policy")] = new("DeleteBucketPolicy", "s3:DeleteBucketPolicy", DeleteBucketPolicy.HandleAsync),
        [("GET", "policyStatus")] = new("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", GetBucketPolicyStatus.HandleAsync),
        [("GET", "acl")] = new("GetBucketAcl", "s3:GetBucketAcl", GetBucketAcl.HandleAsync),
        [("PUT", "acl")] = new("PutBucketAcl", "s3:PutBucketAcl", PutBucketAcl.HandleAsync),
        [("GET", "cors")] = new("GetBucketCors", "s3:GetBucketCORS", GetBucketCors.HandleAsync),
        [("PUT", "cors")] = new("PutBucketCors", "s3:PutBucketCORS", PutBucketCors.HandleAsync),
        [("DELETE", "cors")] = new("DeleteBucketCors", "s3:PutBucketCORS", DeleteBucketCors.HandleAsync),
        [("GET", "encryption")] = new("GetBucketEncryption", "s3:GetEncryptionConfiguration", GetBucketEncryption.HandleAsync),
        [("PUT", "encryption")] = new("PutBucketEncryption", "s3:PutEncryptionConfiguration", PutBucketEncryption.HandleAsync),
        [("DELETE", "encryption")] = new("DeleteBucketEncryption", "s3:PutEncryptionConfiguration", DeleteBucketEncryption.HandleAsync),
        [("GET", "lifecycle")] = new("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", GetBucketLifecycleConfiguration.HandleAsync),
        [("PUT", "lifecycle")] = new("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration", PutBucketLifecycleConfiguration.HandleAsync),
        [("DELETE", "lifecycle")] = new("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration", DeleteBucketLifecycle.HandleAsync),
        [("GET", "tagging")] = new("GetBucketTagging", "s3:GetBucketTagging", GetBucketTagging.HandleAsync),
        [("PUT", "tagging")] = new("PutBucketTagging", "s3:PutBucketTagging", PutBucketTagging.HandleAsync),
        [("DELETE", "tagging")] = new("DeleteBucketTagging", "s3:PutBucketTagging", DeleteBucketTagging.HandleAsync),
        [("GET", "publicAccessBlock")] = new("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", GetPublicAccessBlock.HandleAsync),
        [("PUT", "publicAccessBlock")] = new("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", PutPublicAccessBlock.HandleAsync),
        [("DELETE", "publicAccessBlock")] = new("DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", DeletePublicAccessBlock.HandleAsync),
        [("GET", "ownershipControls")] = new("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", GetBucketOwnershipControls.HandleAsync),
        [("PUT", "ownershipControls")] = new("PutBucketOwnershipControls", "s3:PutBucketOwnershipControls", PutBucketOwnershipControls.HandleAsync),
        [("DELETE", "ownershipControls")] = new("DeleteBucketOwnershipControls", "s3:PutBucketOwnershipControls", DeleteBucketOwnershipControls.HandleAsync),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(string Method, string SubResource), S3Operation> ObjectOperations = new Dictionary<(string, string), S3Operation>
    {
        [("POST", "uploads")] = new("CreateMultipartUpload", "s3:PutObject", CreateMultipartUpload.HandleAsync),
        [("GET", "uploadId")] = new("ListParts", "s3:ListMultipartUploadParts", ListParts.HandleAsync),
        [("POST", "uploadId")] = new("CompleteMultipartUpload", "s3:PutObject", CompleteMultipartUpload.HandleAsync),
        [("DELETE", "uploadId")] = new("AbortMultipartUpload", "s3:AbortMultipartUpload", AbortMultipartUpload.HandleAsync),
        [("GET", "tagging")] = new("GetObjectTagging", "s3:GetObjectTagging", GetObjectTagging.HandleAsync, "s3:GetObjectVersionTagging"),
        [("PUT", "tagging")] = new("PutObjectTagging", "s3:PutObjectTagging", PutObjectTagging.HandleAsync, "s3:PutObjectVersionTagging"),
        [("DELETE", "tagging")] = new("DeleteObjectTagging", "s3:DeleteObjectTagging", DeleteObjectTagging.HandleAsync, "s3:DeleteObjectVersionTagging"),
        [("GET", "acl")] = new("GetObjectAcl", "s3:GetObjectAcl", GetObjectAcl.HandleAsync, "s3:GetObjectVersionAcl"),
        [("PUT", "acl")] = new("PutObjectAcl", "s3:PutObjectAcl", PutObjectAcl.HandleAsync, "s3:PutObjectVersionAcl"),
        [("GET", "attributes")] = new("GetObjectAttributes", "s3:GetObjectAttributes", GetObjectAttributes.HandleAsync, "s3:GetObjectVersionAttributes"),
    }.ToFrozenDictionary();

    /// <summary>Sub-resources that S3 has and this engine has not, with the noun in their operations' names.</summary>
    private static readonly FrozenDictionary<string, string> Missing = new Dictionary<string, string>
    {
        ["abac"] = "BucketAbac",
        ["accelerate"] = "BucketAccelerateConfiguration",
        ["analytics"] = "BucketAnalyticsConfiguration",
        ["intelligent-tiering"] = "BucketIntelligentTieringConfiguration",
        ["inventory"] = "BucketInventoryConfiguration",
        ["legal-hold"] = "ObjectLegalHold",
        ["logging"] = "BucketLogging",
        ["metadataConfiguration"] = "BucketMetadataConfiguration",
        ["metadataTable"] = "BucketMetadataTableConfiguration",
        ["metrics"] = "BucketMetricsConfiguration",
        ["object-lock"] = "ObjectLockConfiguration",
        ["renameObject"] = "RenameObject",
        ["replication"] = "BucketReplication",
        ["requestPayment"] = "BucketRequestPayment",
        ["restore"] = "RestoreObject",
        ["retention"] = "ObjectRetention",
        ["select"] = "SelectObjectContent",
        ["session"] = "CreateSession",
        ["torrent"] = "ObjectTorrent",
        ["website"] = "BucketWebsite",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> SubResources =
        BucketOperations.Keys.Concat(ObjectOperations.Keys).Select(key => key.SubResource).Concat(Missing.Keys).Where(name => name.Length > 0).ToFrozenSet();

    /// <exception cref="WireException">MethodNotAllowed, NotImplemented.</exception>
    public static S3Operation Find(S3Request request)
    {
        var subResource = SubResource(request);
        if (Missing.TryGetValue(subResource, out var noun))
        {
            throw S3Error.OperationNotImplemented(NameOf(request.Method, noun));
        }

        return (request.BucketName is null, request.ObjectKey is null) switch
        {
            (true, _) => request.Method == "GET" ? ListBucketsOperation : throw NotAllowed(request, "SERVICE"),
            (_, true) => FindBucketOperation(request, subResource),
            _ => FindObjectOperation(request, subResource),
        };
    }

    private static S3Operation FindBucketOperation(S3Request request, string subResource) =>
        request.Method == "GET" && subResource.Length == 0
            ? request.Parameter("list-type") == "2" ? ListObjectsV2Operation : ListObjectsOperation
            : BucketOperations.TryGetValue((request.Method, subResource), out var operation) ? operation : throw NotAllowed(request, "BUCKET");

    private static S3Operation FindObjectOperation(S3Request request, string subResource) => (request.Method, subResource) switch
    {
        ("GET", "") => GetObjectOperation,
        ("HEAD", _) => HeadObjectOperation,
        ("PUT", "") => request.Headers.ContainsKey(CopySource) ? CopyObjectOperation : PutObjectOperation,
        ("DELETE", "") => DeleteObjectOperation,
        ("PUT", "uploadId") => request.Headers.ContainsKey(CopySource) ? UploadPartCopyOperation : UploadPartOperation,
        _ => ObjectOperations.TryGetValue((request.Method, subResource), out var operation) ? operation : throw NotAllowed(request, "OBJECT"),
    };

    private static string SubResource(S3Request request)
    {
        if (request.Gateway.Http.Request.QueryString.HasValue)
        {
            foreach (var (name, _) in request.Query)
            {
                if (SubResources.TryGetValue(name, out var known))
                {
                    return known;
                }
            }
        }

        return "";
    }

    private static string NameOf(string method, string noun) => noun.StartsWith("Bucket", StringComparison.Ordinal) || noun.StartsWith("Object", StringComparison.Ordinal)
        ? method switch { "PUT" => "Put", "DELETE" => "Delete", "POST" => "Post", _ => "Get" } + noun
        : noun;

    private static WireException NotAllowed(S3Request request, string resourceType) =>
        S3Error.Of("MethodNotAllowed", new("Method", request.Method), new("ResourceType", resourceType));
}
