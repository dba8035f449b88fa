using Headrace.Wire.S3;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html</remarks>
internal static class PutBucketPolicy
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var document = await request.ReadDocumentAsync();
        var policy = BucketPolicy.Parse(document, bucket.Name);
        if (policy.NotImplemented is { } element)
        {
            throw S3Error.OperationNotImplemented("A bucket policy with " + element);
        }

        if (policy.IsPublic && PublicAccess.Of(request)?.BlockPublicPolicy == true)
        {
            throw S3Error.WithMessage(
                "AccessDenied",
                $"User: arn:aws:iam::{request.Gateway.Scope.AccountId}:root is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::{bucket.Name}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.");
        }

        await request.PutBucketDocumentAsync(GetBucketPolicy.Kind, document.ToArray());
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
