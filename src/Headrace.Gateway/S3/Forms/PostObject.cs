using Headrace.Gateway.S3.Access;
using Headrace.Gateway.S3.Objects;
using Headrace.Store.Objects;
using Headrace.Wire.Checksums;
using Headrace.Wire.S3;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Forms;

/// <summary>An upload by an HTML form.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html</remarks>
internal static class PostObject
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        _ = UploadBody.Length(request);
        var form = await PostForm.ReadAsync(request);
        var policy = Authorize(request, form);
        var key = form.Required("key");
        if (form.FileName is not null)
        {
            key = key.Replace("${filename}", form.FileName, StringComparison.Ordinal);
        }

        if (key.Length == 0)
        {
            throw S3Error.InvalidArgument("User key must have a length greater than 0.", "key", "");
        }

        ObjectKeyLength.Check(key);
        if (request.IsAnonymous && policy is null && !Authorization.MayAccessObject(request, "s3:PutObject", bucket.Name, key))
        {
            throw S3Error.Of("AccessDenied");
        }

        UseFieldsAsHeaders(request, form);
        UnimplementedHeaders.Refuse(request);
        var version = await StoreAsync(request, form, key, policy);
        await AnswerAsync(request, form, version);
    }

    /// <returns>The form's policy; null when it has none and is as good as anonymous.</returns>
    private static PostPolicy? Authorize(S3Request request, PostForm form)
    {
        if (!PostSignature.IsClaimed(form))
        {
            return null;
        }

        if (request.IsAnonymous)
        {
            PostSignature.Verify(form, request.Keys);
        }

        return PostPolicy.Check(form, request.BucketName!, request.Time.GetUtcNow());
    }

    /// <summary>A form says in fields what a PUT says in headers.</summary>
    private static void UseFieldsAsHeaders(S3Request request, PostForm form)
    {
        request.Headers.ContentType = default;
        foreach (var (name, value) in form.Fields)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                || name.ToLowerInvariant() is "content-type" or "cache-control" or "content-disposition" or "content-encoding" or "content-language" or "expires")
            {
                request.Headers[name] = value;
            }
        }

        if (form.Field("acl") is { } acl)
        {
            request.Headers["x-amz-acl"] = acl;
        }
    }

    private static async Task<ObjectVersion> StoreAsync(S3Request request, PostForm form, string key, PostPolicy? policy)
    {
        var put = new Stored.PutObject
        {
            Bucket = request.Bucket.Name,
            Key = key,
            Origin = request.Origin,
            EventName = "ObjectCreated:Post",
            Headers = ObjectAttributes.ReadHeaders(request),
            UserMetadata = ObjectAttributes.ReadMetadata(request),
            Tags = form.Field("tagging") is { } tags ? Wire.S3.Tagging.ParseForm(System.Text.Encoding.UTF8.GetBytes(tags)) : [],
            StorageClass = StorageClass.Read(request),
            Acl = ObjectAcl.ReadHeaders(request),
        };
        var said = ChecksumNames.All.Where(algorithm => form.Fields.ContainsKey(algorithm.Header)).Select(algorithm => (ChecksumAlgorithm?)algorithm).FirstOrDefault();
        using var checksum = new PayloadChecksum(request, said ?? ChecksumAlgorithm.CRC64NVME);
        await using var content = await request.Store.StageAsync(checksum.Through(form.File), null, request.Aborted);
        policy?.CheckSize(content.Size);
        var computed = checksum.Verify();
        if (said is { } algorithm && form.Field(algorithm.Header) != computed.Value)
        {
            throw S3Error.WithMessage("BadDigest", $"The {computed.Algorithm} you specified did not match the calculated checksum.");
        }

        return await request.Store.PutObjectAsync(put with { Checksum = computed }, content, request.Aborted);
    }

    private static async Task AnswerAsync(S3Request request, PostForm form, ObjectVersion version)
    {
        var headers = request.Response.Headers;
        var etag = ObjectAnswer.Quoted(version.ETag);
        var location = ObjectUrl.Of(request, version.Key);
        headers.ETag = etag;
        headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        ObjectAnswer.AddWrittenVersionId(request, version);
        if ((form.Field("success_action_redirect") ?? form.Field("redirect")) is { Length: > 0 } redirect && Uri.TryCreate(redirect, UriKind.Absolute, out _))
        {
            headers.Location = QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?> { ["bucket"] = version.Bucket, ["key"] = version.Key, ["etag"] = etag });
            await request.WriteEmptyAsync(StatusCodes.Status303SeeOther);
            return;
        }

        headers.Location = location;
        switch (form.Field("success_action_status"))
        {
            case "200":
                await request.WriteEmptyAsync();
                break;
            case "201":
                var document = S3Xml.Write("PostResponse", writer =>
                {
                    writer.Element("Location", location);
                    writer.Element("Bucket", version.Bucket);
                    writer.Element("Key", version.Key);
                    writer.Element("ETag", etag);
                }, xmlNamespace: null);
                await request.WriteXmlAsync(document, StatusCodes.Status201Created);
                break;
            default:
                await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
                break;
        }
    }
}
