using Headrace.Bootstrap.Models;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;

namespace Headrace.Bootstrap.Gauge;

/// <summary>Finds the files that a site configuration names: beside the configuration, be that a folder or in S3, then where functions find models.</summary>
internal sealed class SiteFiles(Func<string, string?> variable, Func<S3Client> s3)
{
    private const string Scheme = "s3://";

    /// <summary>Where the configuration is: a folder, or <c>s3://bucket/…/</c>; null when it is the function's variables.</summary>
    public string? Folder { get; set; }

    private bool IsInS3 => Folder?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A local path. What is in S3 is downloaded once.</summary>
    /// <param name="what">Stands before an error.</param>
    /// <exception cref="HandlerException">It is nowhere.</exception>
    public string Find(string what, string value)
    {
        if (Folder is not null && !IsInS3 && Path.GetFullPath(value, Folder) is var beside && File.Exists(beside))
        {
            return beside;
        }

        try
        {
            return Models(value).Find(what)!;
        }
        catch (HandlerException failure) when (failure.ErrorType == "ModelNotFound" && IsInS3 && IsRelative(value))
        {
            return Models(Folder + value).Find(what)!;
        }
    }

    /// <summary>An address in S3 for what is to be read anew whenever the sites change; null when the file is a local one.</summary>
    public S3Object? AddressOf(string value)
    {
        var address = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value : IsInS3 && IsRelative(value) ? Folder + value : null;
        var slash = address?.IndexOf('/', Scheme.Length) ?? -1;
        return slash > Scheme.Length && slash < address!.Length - 1 ? new S3Object(address[Scheme.Length..slash], address[(slash + 1)..]) : null;
    }

    /// <summary>Whether a local file is there; what is in S3 is asked for when it is needed.</summary>
    public bool Exists(string field, string value)
    {
        if (value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || (IsInS3 && IsRelative(value)))
        {
            return true;
        }

        try
        {
            _ = Find(field, value);
            return true;
        }
        catch (HandlerException failure) when (failure.ErrorType == "ModelNotFound")
        {
            return false;
        }
    }

    private ModelFile Models(string value) => new(name => name.StartsWith("LAMBDA_", StringComparison.Ordinal) ? variable(name) : value, s3);

    private static bool IsRelative(string value) => !Path.IsPathRooted(value) && !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
}
