using Headrace.Gateway.S3.Access;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html</remarks>
internal static class CreateBucket
{
    public const string LocationDocument = "location";

    public static async Task HandleAsync(S3Request request)
    {
        var name = request.BucketName!;
        if (!BucketName.IsValid(name))
        {
            throw S3Error.Of("InvalidBucketName", new KeyValuePair<string, string>("BucketName", name));
        }

        var configuration = CreateBucketConfiguration.Parse(await request.ReadDocumentAsync());
        if (configuration.NotImplemented is { } element)
        {
            throw S3Error.OperationNotImplemented("CreateBucketConfiguration/" + element);
        }

        var endpointRegion = request.Gateway.Scope.Region;
        var region = RegionOf(configuration.LocationConstraint, endpointRegion);
        var ownership = request.Header("x-amz-object-ownership");
        if (ownership is not null && !OwnershipControls.IsKnown(ownership))
        {
            throw S3Error.WithMessage(
                "InvalidArgument", "Invalid x-amz-object-ownership header: " + ownership, new KeyValuePair<string, string>("ArgumentName", "x-amz-object-ownership"));
        }

        var acl = AclHeaders.Read(request, request.OwnerId);
        if (acl is not null && ownership is null or "BucketOwnerEnforced" && acl.Grants.Any(grant => grant.Grantee != request.OwnerId))
        {
            throw S3Error.Of("InvalidBucketAclWithObjectOwnership");
        }

        var bucket = request.Store.FindBucket(name);
        if (bucket is not null)
        {
            // us-east-1 alone lets an owner create a bucket twice, unless the second time asks for something else.
            if (endpointRegion != Region.Classic || bucket.Region != Region.Classic || configuration.Tags.Count > 0)
            {
                throw S3Error.Of("BucketAlreadyOwnedByYou", new KeyValuePair<string, string>("BucketName", name));
            }
        }
        else
        {
            await request.Store.CreateBucketAsync(name, region, request.Aborted);
            await PutAsync(request, LocationDocument, configuration.LocationConstraint == Region.Eu ? "EU"u8.ToArray() : null);
            await PutAsync(request, BucketAcl.Kind, acl?.Write());
            await PutAsync(request, Ownership.Kind, ownership is null ? null : new OwnershipControls(ownership).Write());
            await PutAsync(request, Configuration.GetBucketTagging.Kind, configuration.Tags.Count == 0 ? null : Wire.S3.Tagging.Write(configuration.Tags));
        }

        request.Response.Headers.Location = endpointRegion == Region.Classic && region == Region.Classic
            ? "/" + name
            : $"{request.Gateway.Http.Request.Scheme}://{name}.{request.Gateway.Http.Request.Host}/";
        request.Response.Headers["x-amz-bucket-arn"] = "arn:aws:s3:::" + name;
        await request.WriteEmptyAsync();
    }

    /// <summary>The rules are S3's: the us-east-1 endpoint takes any region by constraint but its own; every other endpoint takes its own only.</summary>
    private static string RegionOf(string? constraint, string endpointRegion)
    {
        if (endpointRegion != Region.Classic)
        {
            var fits = constraint == endpointRegion || (constraint == Region.Eu && endpointRegion == "eu-west-1");
            return fits ? endpointRegion : throw S3Error.WithMessage(
                "IllegalLocationConstraintException",
                $"The {constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.");
        }

        return constraint switch
        {
            null => Region.Classic,
            Region.Eu => "eu-west-1",
            not Region.Classic when Region.IsKnown(constraint) => constraint,
            _ => throw S3Error.Of("InvalidLocationConstraint", new KeyValuePair<string, string>("LocationConstraint", constraint)),
        };
    }

    private static Task PutAsync(S3Request request, string kind, byte[]? document) =>
        document is null ? Task.CompletedTask : request.PutBucketDocumentAsync(kind, document);
}
