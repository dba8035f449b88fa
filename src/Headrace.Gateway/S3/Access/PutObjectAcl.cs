using System.Text;
using Headrace.Gateway.S3.Objects;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html</remarks>
internal static class PutObjectAcl
{
    public static async Task HandleAsync(S3Request request)
    {
        var version = ObjectLookup.Find(request, markerIsMissing: false);
        var acl = await AclHeaders.ReadRequestAsync(request);
        await request.Store.PutObjectDocumentAsync(version, ObjectAcl.Kind, Encoding.UTF8.GetString(acl.Write()), request.Origin, request.Aborted);
        ObjectLookup.AddVersionId(request, version);
        await request.WriteEmptyAsync();
    }
}
