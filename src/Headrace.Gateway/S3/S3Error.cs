using System.Collections.Frozen;
using System.Globalization;
using Headrace.Store;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3;

/// <summary>The catalogue of S3's errors: code → status and S3's own words.</summary>
/// <remarks>Wording as recorded from AWS; https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html</remarks>
internal static class S3Error
{
    private static readonly FrozenDictionary<string, (int Status, string Message)> Catalogue = new Dictionary<string, (int, string)>
    {
        ["AccessControlListNotSupported"] = (400, "The bucket does not allow ACLs"),
        ["AccessDenied"] = (403, "Access Denied"),
        ["AccessForbidden"] = (403, "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."),
        ["BadDigest"] = (400, "The Content-MD5 you specified did not match what we received."),
        ["BadRequest"] = (400, "Bad Request"),
        ["BucketAlreadyExists"] = (409, "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again."),
        ["BucketAlreadyOwnedByYou"] = (409, "Your previous request to create the named bucket succeeded and you already own it."),
        ["BucketNotEmpty"] = (409, "The bucket you tried to delete is not empty"),
        ["ConditionalRequestConflict"] = (409, "The conditional request cannot succeed due to a conflicting operation against this resource."),
        ["EntityTooLarge"] = (400, "Your proposed upload exceeds the maximum allowed size"),
        ["EntityTooSmall"] = (400, "Your proposed upload is smaller than the minimum allowed size"),
        ["IllegalLocationConstraintException"] = (400, "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."),
        ["IncompleteBody"] = (400, "The request body terminated unexpectedly"),
        ["InternalError"] = (500, "We encountered an internal error. Please try again."),
        ["InvalidArgument"] = (400, "Invalid Argument"),
        ["InvalidBucketAclWithObjectOwnership"] = (400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"),
        ["InvalidBucketName"] = (400, "The specified bucket is not valid."),
        ["InvalidBucketOwnerAWSAccountID"] = (400, "The value of the expected bucket owner parameter must be an AWS Account ID..."),
        ["InvalidBucketState"] = (409, "The request is not valid with the current state of the bucket."),
        ["InvalidDigest"] = (400, "The Content-MD5 you specified was invalid."),
        ["InvalidLocationConstraint"] = (400, "The specified location-constraint is not valid"),
        ["InvalidObjectState"] = (403, "The operation is not valid for the object's storage class"),
        ["InvalidPart"] = (400, "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."),
        ["InvalidPartNumber"] = (416, "The requested partnumber is not satisfiable"),
        ["InvalidPartOrder"] = (400, "The list of parts was not in ascending order. Parts must be ordered by part number."),
        ["InvalidPolicyDocument"] = (400, "The content of the form does not meet the conditions specified in the policy document."),
        ["InvalidRange"] = (416, "The requested range is not satisfiable"),
        ["InvalidRequest"] = (400, "Invalid Request"),
        ["InvalidStorageClass"] = (400, "The storage class you specified is not valid"),
        ["InvalidTag"] = (400, "The tag provided was not a valid tag. This error can occur if the tag did not pass input validation."),
        ["InvalidURI"] = (400, "Couldn't parse the specified URI."),
        ["KeyTooLongError"] = (400, "Your key is too long"),
        ["MalformedACLError"] = (400, "The XML you provided was not well-formed or did not validate against our published schema"),
        ["MalformedPOSTRequest"] = (400, "The body of your POST request is not well-formed multipart/form-data."),
        ["MalformedPolicy"] = (400, "Policies must be valid JSON and the first byte must be '{'"),
        ["MalformedXML"] = (400, "The XML you provided was not well-formed or did not validate against our published schema"),
        ["MaxMessageLengthExceeded"] = (400, "Your request was too big."),
        ["MaxPostPreDataLengthExceeded"] = (400, "Your POST request fields preceding the upload file were too large."),
        ["MetadataTooLarge"] = (400, "Your metadata headers exceed the maximum allowed metadata size"),
        ["MethodNotAllowed"] = (405, "The specified method is not allowed against this resource."),
        ["MissingContentLength"] = (411, "You must provide the Content-Length HTTP header."),
        ["MissingSecurityHeader"] = (400, "Your request was missing a required header"),
        ["NoSuchBucket"] = (404, "The specified bucket does not exist"),
        ["NoSuchBucketPolicy"] = (404, "The bucket policy does not exist"),
        ["NoSuchCORSConfiguration"] = (404, "The CORS configuration does not exist"),
        ["NoSuchKey"] = (404, "The specified key does not exist."),
        ["NoSuchLifecycleConfiguration"] = (404, "The lifecycle configuration does not exist"),
        ["NoSuchPublicAccessBlockConfiguration"] = (404, "The public access block configuration was not found"),
        ["NoSuchTagSet"] = (404, "The TagSet does not exist"),
        ["NoSuchUpload"] = (404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."),
        ["NoSuchVersion"] = (404, "The specified version does not exist."),
        ["NotImplemented"] = (501, "A header you provided implies functionality that is not implemented"),
        ["OwnershipControlsNotFoundError"] = (404, "The bucket ownership controls were not found"),
        ["PreconditionFailed"] = (412, "At least one of the pre-conditions you specified did not hold"),
        ["ServiceUnavailable"] = (503, "Please reduce your request rate."),
        ["SlowDown"] = (503, "Please reduce your request rate."),
        ["UnexpectedContent"] = (400, "This request does not support content"),
    }.ToFrozenDictionary();

    /// <summary>The error with S3's usual words; unknown codes are 400s.</summary>
    public static WireException Of(string code, params KeyValuePair<string, string>[] details) =>
        Catalogue.TryGetValue(code, out var row) ? new(code, row.Status, row.Message, details) : new(code, 400, code, details);

    public static WireException WithMessage(string code, string message, params KeyValuePair<string, string>[] details) =>
        new(code, Catalogue.TryGetValue(code, out var row) ? row.Status : 400, message, details);

    public static WireException From(StoreException refusal) => WithMessage(refusal.Code, refusal.Message, [.. refusal.Details]);

    public static WireException From(S3DocumentException refusal) => WithMessage(refusal.Code, refusal.Message, [.. refusal.Details]);

    public static WireException NoSuchBucket(string bucket) => Of("NoSuchBucket", new KeyValuePair<string, string>("BucketName", bucket));

    public static WireException NoSuchKey(string key) => Of("NoSuchKey", new KeyValuePair<string, string>("Key", key));

    public static WireException NoSuchVersion(string key, string versionId) => Of("NoSuchVersion", new("Key", key), new("VersionId", versionId));

    public static WireException NoSuchUpload(string uploadId) => Of("NoSuchUpload", new KeyValuePair<string, string>("UploadId", uploadId));

    public static WireException InvalidRequest(string message) => WithMessage("InvalidRequest", message);

    public static WireException InvalidArgument(string message, string name, string value) =>
        WithMessage("InvalidArgument", message, new("ArgumentName", name), new("ArgumentValue", value));

    public static WireException PreconditionFailed(string condition) => Of("PreconditionFailed", new KeyValuePair<string, string>("Condition", condition));

    /// <summary>The resource is a delete marker: nothing but its removal is possible.</summary>
    public static WireException DeleteMarker(string method) => Of("MethodNotAllowed", new("Method", method), new("ResourceType", "DeleteMarker"));

    public static WireException InvalidRange(string range, long size) =>
        Of("InvalidRange", new("RangeRequested", range), new("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)));

    /// <summary>S3's own words for a header it does not take.</summary>
    public static WireException HeaderNotImplemented(string header, string? more = null) => more is null
        ? Of("NotImplemented", new KeyValuePair<string, string>("Header", header))
        : Of("NotImplemented", new("Header", header), new("additionalMessage", more));

    public static WireException OperationNotImplemented(string operation) =>
        WithMessage("NotImplemented", $"{operation} is not implemented", new KeyValuePair<string, string>("Resource", operation));
}
