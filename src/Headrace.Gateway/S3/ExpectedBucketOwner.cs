namespace Headrace.Gateway.S3;

/// <summary><c>x-amz-expected-bucket-owner</c>: the request fails unless the bucket is that account's.</summary>
internal static class ExpectedBucketOwner
{
    /// <exception cref="WireException">InvalidBucketOwnerAWSAccountID, AccessDenied.</exception>
    public static void Check(S3Request request)
    {
        Check(request, "x-amz-expected-bucket-owner");
        Check(request, "x-amz-source-expected-bucket-owner");
    }

    private static void Check(S3Request request, string header)
    {
        if (request.Header(header) is not { } owner)
        {
            return;
        }

        if (owner.Length != 12 || !owner.All(char.IsAsciiDigit))
        {
            throw S3Error.WithMessage("InvalidBucketOwnerAWSAccountID", $"The value of the expected bucket owner parameter must be an AWS Account ID... [{owner}]");
        }

        if (owner != request.Gateway.Scope.AccountId)
        {
            throw S3Error.Of("AccessDenied");
        }
    }
}
