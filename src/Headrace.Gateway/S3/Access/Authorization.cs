using System.Runtime.CompilerServices;
using System.Text;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <summary>
/// Who may do what. A request signed by the account may do everything its buckets' policies do not deny; an anonymous one only what a policy or an
/// access control list grants to everybody and Block Public Access lets through.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html</remarks>
internal static class Authorization
{
    /// <summary>Policies by the text they were read from, for as long as the store keeps that text.</summary>
    private static readonly ConditionalWeakTable<string, BucketPolicy> Policies = [];

    /// <exception cref="WireException">AccessDenied, NoSuchBucket.</exception>
    public static void Check(S3Request request, S3Operation operation)
    {
        if (request.BucketName is null || operation.Name is "CreateBucket")
        {
            if (request.IsAnonymous)
            {
                throw S3Error.Of("AccessDenied");
            }

            return;
        }

        if (operation.Name is "DeleteObjects" or "PostObject")
        {
            // One decision per key, and a form that signs itself: their handlers ask.
            return;
        }

        var allowed = request.ObjectKey is { } key
            ? MayAccessObject(request, operation.ActionFor(request), request.BucketName, key)
            : MayAccessBucket(request, operation.Action, request.BucketName);
        if (!allowed)
        {
            throw S3Error.Of("AccessDenied");
        }
    }

    /// <summary>Whether the caller may read a copy's source.</summary>
    public static bool MayRead(S3Request request, string bucket, string key, string? versionId) =>
        MayAccessObject(request, versionId is null ? "s3:GetObject" : "s3:GetObjectVersion", bucket, key);

    public static bool MayAccessObject(S3Request request, string action, string bucket, string key)
    {
        var verdict = PolicyVerdict(request, action, bucket, key);
        if (!request.IsAnonymous)
        {
            return verdict != BucketPolicy.Verdict.Denied;
        }

        if (verdict != BucketPolicy.Verdict.Silent)
        {
            // Whoever may not list must not learn that a key is missing.
            return verdict == BucketPolicy.Verdict.Allowed
                && (action is not ("s3:GetObject" or "s3:GetObjectVersion") || request.Store.Find(bucket, key) is not null || MayAccessBucket(request, "s3:ListBucket", bucket));
        }

        return action switch
        {
            "s3:GetObject" or "s3:GetObjectVersion" => ObjectGrants(request, bucket, key, "READ"),
            "s3:GetObjectAcl" or "s3:GetObjectVersionAcl" => ObjectGrants(request, bucket, key, "READ_ACP"),
            "s3:PutObjectAcl" or "s3:PutObjectVersionAcl" => ObjectGrants(request, bucket, key, "WRITE_ACP"),
            "s3:PutObject" or "s3:DeleteObject" => BucketGrants(request, bucket, "WRITE"),
            _ => false,
        };
    }

    private static bool MayAccessBucket(S3Request request, string action, string bucket)
    {
        var verdict = PolicyVerdict(request, action, bucket, null);
        if (!request.IsAnonymous)
        {
            // The account itself can always mend a policy that locks it out.
            return verdict != BucketPolicy.Verdict.Denied || action is "s3:GetBucketPolicy" or "s3:PutBucketPolicy" or "s3:DeleteBucketPolicy";
        }

        return verdict switch
        {
            BucketPolicy.Verdict.Allowed => true,
            BucketPolicy.Verdict.Denied => false,
            _ => action switch
            {
                "s3:ListBucket" or "s3:ListBucketVersions" or "s3:ListBucketMultipartUploads" => BucketGrants(request, bucket, "READ"),
                "s3:GetBucketAcl" => BucketGrants(request, bucket, "READ_ACP"),
                "s3:PutBucketAcl" => BucketGrants(request, bucket, "WRITE_ACP"),
                _ => false,
            },
        };
    }

    private static BucketPolicy.Verdict PolicyVerdict(S3Request request, string action, string bucket, string? key)
    {
        if (request.IsAnonymous && request.Store.FindBucket(bucket) is null)
        {
            throw S3Error.NoSuchBucket(bucket);
        }

        if (request.Store.GetBucketDocument(bucket, GetBucketPolicy.Kind) is not { } document)
        {
            return BucketPolicy.Verdict.Silent;
        }

        var policy = Policies.GetValue(document, text => BucketPolicy.Parse(Encoding.UTF8.GetBytes(text), bucket));
        var arn = key is null ? "arn:aws:s3:::" + bucket : $"arn:aws:s3:::{bucket}/{key}";
        var verdict = policy.Evaluate(request.IsAnonymous ? null : request.Gateway.Scope.AccountId, action, arn);
        return verdict == BucketPolicy.Verdict.Allowed && request.IsAnonymous && Switches(request, bucket).RestrictPublicBuckets
            ? BucketPolicy.Verdict.Silent
            : verdict;
    }

    private static bool BucketGrants(S3Request request, string bucket, string permission) =>
        AclsCount(request, bucket)
        && request.Store.GetBucketDocument(bucket, BucketAcl.Kind) is { } document
        && GrantsEverybody(document, permission);

    private static bool ObjectGrants(S3Request request, string bucket, string key, string permission) =>
        AclsCount(request, bucket)
        && request.Store.Find(bucket, key, request.Parameter("versionId")) is { } version
        && request.Store.GetObjectDocument(version, ObjectAcl.Kind) is { } document
        && GrantsEverybody(document, permission);

    private static bool GrantsEverybody(string document, string permission) => AccessControlPolicy.Parse(Encoding.UTF8.GetBytes(document)).Grants.Any(
        grant => grant is { GranteeType: Grant.Group, Grantee: Grant.AllUsers } && (grant.Permission == permission || grant.Permission == "FULL_CONTROL"));

    private static bool AclsCount(S3Request request, string bucket) => Ownership.HasAcls(request, bucket) && !Switches(request, bucket).IgnorePublicAcls;

    private static PublicAccessBlockConfiguration Switches(S3Request request, string bucket) =>
        PublicAccess.Of(request, bucket) ?? PublicAccessBlockConfiguration.None;
}
