using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html</remarks>
internal static class PutBucketEncryption
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var configuration = ServerSideEncryptionConfiguration.Parse(await request.ReadDocumentAsync());
        if (configuration.Algorithm != "AES256")
        {
            throw S3Error.OperationNotImplemented("ServerSideEncryptionConfiguration with SSEAlgorithm " + configuration.Algorithm);
        }

        await request.PutBucketDocumentAsync(GetBucketEncryption.Kind, configuration.Write());
        await request.WriteEmptyAsync();
    }
}
