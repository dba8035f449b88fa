using System.Text;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html</remarks>
internal static class GetBucketLocation
{
    public static Task HandleAsync(S3Request request)
    {
        var region = request.Bucket.Region;
        var constraint = region == Region.Classic ? "" : region == "eu-west-1" && request.BucketDocument(CreateBucket.LocationDocument) is { } old ? Encoding.UTF8.GetString(old) : region;
        return request.WriteXmlAsync(S3Xml.Write("LocationConstraint", writer => writer.WriteString(constraint)));
    }
}
