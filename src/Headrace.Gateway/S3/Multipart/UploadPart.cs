using Headrace.Gateway.S3.Objects;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html</remarks>
internal static class UploadPart
{
    public static async Task HandleAsync(S3Request request)
    {
        var number = PartNumber.Parse(request.Parameter("partNumber"));
        var upload = UploadLookup.Find(request);
        var length = UploadBody.Length(request);
        var md5 = ContentMd5.Read(request);
        using var checksum = PartChecksum.Start(request, upload);
        await using var content = await request.Store.StageAsync(checksum.Through(request.Gateway.Body), length, request.Aborted);
        ContentMd5.Verify(md5, content, isPart: true);
        var (kept, answered) = checksum.Verify();
        var part = await request.Store.PutPartAsync(upload, number, content, kept, request.Aborted);
        var headers = request.Response.Headers;
        headers.ETag = ObjectAnswer.Quoted(part.ETag);
        headers[ObjectAnswer.EncryptionHeader] = ObjectAnswer.Encryption;
        if (upload.Create.ChecksumAlgorithm is not null || PayloadChecksum.Announced(request) is not null)
        {
            ObjectAnswer.AddChecksum(headers, answered, withType: false);
        }

        await request.WriteEmptyAsync();
    }
}
