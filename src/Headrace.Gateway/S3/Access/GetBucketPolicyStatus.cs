using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html</remarks>
internal static class GetBucketPolicyStatus
{
    public static Task HandleAsync(S3Request request)
    {
        var document = request.BucketDocument(GetBucketPolicy.Kind)
            ?? throw S3Error.Of("NoSuchBucketPolicy", new KeyValuePair<string, string>("BucketName", request.Bucket.Name));
        var isPublic = BucketPolicy.Parse(document, request.Bucket.Name).IsPublic;
        return request.WriteXmlAsync(S3Xml.Write("PolicyStatus", writer => writer.Element("IsPublic", isPublic)));
    }
}
