using Headrace.Functions.Code;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>Where a deployment package comes from: the request, or an object.</summary>
internal static class CodeSource
{
    /// <param name="zip">From the request, or null.</param>
    /// <exception cref="LambdaException">Neither or a broken package, or S3's refusal in Lambda's words.</exception>
    public static async Task<CodeLease> AddAsync(LambdaCall call, byte[]? zip, string? bucket, string? key, string? version)
    {
        if (zip is not null)
        {
            if (zip.Length > LambdaLimits.ZippedCode)
            {
                throw LambdaErrors.TooLarge($"Zipped size must be smaller than {LambdaLimits.ZippedCode} bytes");
            }

            using var bytes = new MemoryStream(zip, writable: false);
            return await call.Registry.Code.AddAsync(bytes, call.Aborted);
        }

        if (bucket is null || key is null)
        {
            throw LambdaErrors.Invalid("Please provide a source for function code.");
        }

        var store = call.Services.Store;
        if (store.FindBucket(bucket) is null)
        {
            throw Refused("NoSuchBucket", "The specified bucket does not exist");
        }

        var found = store.Find(bucket, key, version);
        if (found is null or { IsDeleteMarker: true })
        {
            throw version is null
                ? Refused("NoSuchKey", "The specified key does not exist.")
                : Refused("NoSuchVersion", "The specified version does not exist.");
        }

        await using var content = store.OpenRead(found, 0, found.Size);
        return await call.Registry.Code.AddAsync(content, call.Aborted);
    }

    private static LambdaException Refused(string code, string message) =>
        LambdaErrors.Invalid($"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}");
}
