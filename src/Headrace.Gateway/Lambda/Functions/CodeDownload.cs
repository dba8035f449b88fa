using Headrace.Functions.Registry;
using Headrace.Wire.Signing;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>
/// GET /2015-03-31/headrace/code/{Sha256}: the address that GetFunction and GetLayerVersion give out for a package, signed in its query
/// and good for ten minutes, as AWS's is.
/// </summary>
internal static class CodeDownload
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static string LocationOf(LambdaCall call, string sha256)
    {
        var http = call.Request.Http.Request;
        var name = Convert.ToHexStringLower(Convert.FromBase64String(sha256));
        var signer = new RequestSigner(call.Services.Keys.Main, call.Scope.Region, call.Services.Time);
        return $"{http.Scheme}://{http.Host}{signer.Presign("lambda", "GET", $"/2015-03-31/headrace/code/{name}", http.Host.Value!, Lifetime)}";
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var archive = call.Path("Sha256") is { Length: 64 } name && name.All(char.IsAsciiHexDigitLower)
            ? call.Registry.Code.ArchiveOf(Convert.ToBase64String(Convert.FromHexString(name)))
            : null;
        if (archive is null || !File.Exists(archive))
        {
            throw LambdaErrors.NotFound();
        }

        var response = call.Request.Http.Response;
        await using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: false);
        response.ContentType = "application/zip";
        response.ContentLength = file.Length;
        await file.CopyToAsync(response.Body, call.Aborted);
    }
}
