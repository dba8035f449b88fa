using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html</remarks>
internal static class GetBucketEncryption
{
    public const string Kind = "encryption";

    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(request.BucketDocument(Kind) ?? ServerSideEncryptionConfiguration.Default.Write());
}
