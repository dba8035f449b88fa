using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html</remarks>
internal static class PutBucketOwnershipControls
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var controls = OwnershipControls.Parse(await request.ReadDocumentAsync());
        if (controls == OwnershipControls.Enforced && BucketAcl.Of(request).Grants.Any(grant => grant.Grantee != request.OwnerId))
        {
            throw S3Error.Of("InvalidBucketAclWithObjectOwnership");
        }

        await request.PutBucketDocumentAsync(Ownership.Kind, controls.Write());
        await request.WriteEmptyAsync();
    }
}
