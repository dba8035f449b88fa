using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Headrace.Gateway.S3.Forms;

/// <summary>A browser's upload form: its fields, up to the file, and the file as a stream.</summary>
/// <param name="Fields">By name, in any case; the last of several counts.</param>
/// <param name="FileName">Without folders; null when the file came as a plain field.</param>
internal sealed record PostForm(IReadOnlyDictionary<string, string> Fields, Stream File, string? FileName)
{
    private const int MaxFieldBytes = 20 * 1024;

    /// <summary>Reads up to the field <c>file</c>; what follows it is ignored, as S3 does.</summary>
    /// <exception cref="WireException">PreconditionFailed, MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument.</exception>
    public static async Task<PostForm> ReadAsync(S3Request request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Gateway.Http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            throw S3Error.PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data");
        }

        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var reader = new MultipartReader(boundary, request.Gateway.Body);
        try
        {
            var left = MaxFieldBytes;
            while (await reader.ReadNextSectionAsync(request.Aborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                    || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                {
                    throw S3Error.Of("MalformedPOSTRequest");
                }

                if (name.Equals("file", StringComparison.OrdinalIgnoreCase))
                {
                    return new PostForm(fields, section.Body, BaseName(disposition));
                }

                fields[name] = await ReadFieldAsync(section.Body, left, request.Aborted);
                left -= name.Length + fields[name].Length;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && !request.Aborted.IsCancellationRequested)
        {
            throw S3Error.Of("MalformedPOSTRequest");
        }

        throw S3Error.InvalidArgument("POST requires exactly one file upload per request.", "file", "0");
    }

    public string? Field(string name) => Fields.GetValueOrDefault(name);

    /// <summary>A field that must be there.</summary>
    /// <exception cref="WireException">InvalidArgument.</exception>
    public string Required(string name) => Field(name) ?? throw S3Error.InvalidArgument(
        $"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields.", name, "");

    private static string? BaseName(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        return name?[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static async Task<string> ReadFieldAsync(Stream body, int left, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Max(left, 0) + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= left
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw S3Error.WithMessage("MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.");
    }
}
