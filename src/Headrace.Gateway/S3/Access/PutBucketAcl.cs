namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html</remarks>
internal static class PutBucketAcl
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var acl = await AclHeaders.ReadRequestAsync(request);
        await request.PutBucketDocumentAsync(BucketAcl.Kind, acl.Write());
        await request.WriteEmptyAsync();
    }
}
