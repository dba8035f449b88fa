using Headrace.Gateway.S3.Objects;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html</remarks>
internal static class GetObjectAcl
{
    public static Task HandleAsync(S3Request request)
    {
        var version = ObjectLookup.Find(request);
        return request.WriteXmlAsync(ObjectAcl.Of(request, version).Write());
    }
}
