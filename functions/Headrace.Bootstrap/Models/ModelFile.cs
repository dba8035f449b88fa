using System.Security.Cryptography;
using System.Text;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;

namespace Headrace.Bootstrap.Models;

/// <summary>Finds the file that a variable of the function's environment (<c>MODEL</c>, <c>REGRESSOR</c>, …) names, once, at initialisation.</summary>
/// <remarks>
/// An absolute path is taken as it is. A relative one is looked for in the function's code, its layers, and among the models that
/// come with the built-in functions. <c>s3://bucket/key</c> is downloaded to /tmp.
/// </remarks>
/// <param name="variable">The function's environment.</param>
/// <param name="s3">Called only when a model is in S3.</param>
internal sealed class ModelFile(Func<string, string?> variable, Func<S3Client> s3)
{
    /// <summary>/tmp of a function holds 10,240 MB at most; what is read passes through memory, so a model is smaller by far.</summary>
    private const long MaximumBytes = 1L << 30;

    private const string Scheme = "s3://";

    /// <summary>The file that the variable <paramref name="name"/> names, else <paramref name="otherwise"/>; null when there is neither.</summary>
    /// <exception cref="HandlerException">ModelNotFound, BadConfiguration, or what S3 answered.</exception>
    public string? Find(string name, string? otherwise = null)
    {
        var value = variable(name);
        if (string.IsNullOrEmpty(value))
        {
            value = otherwise;
        }

        return value switch
        {
            null => null,
            _ when value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => Download(name, value),
            _ when Path.IsPathRooted(value) => File.Exists(value) ? value : throw NotFound($"{name}: there is no file {value}"),
            _ => Search(name, value),
        };
    }

    /// <exception cref="HandlerException">As <see cref="Find"/>; or the variable is not set.</exception>
    public string Require(string name) =>
        Find(name) ?? throw new HandlerException("BadConfiguration", $"{name} is not set: it names a model: an absolute path, a file of the function or its layers, or s3://bucket/key");

    private string Search(string name, string value)
    {
        var folders = Folders().ToList();
        foreach (var folder in folders)
        {
            var candidate = Path.GetFullPath(value, folder);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw NotFound($"{name}: there is no file {value} in {string.Join(", ", folders)}");
    }

    private IEnumerable<string> Folders()
    {
        if (variable("LAMBDA_TASK_ROOT") is { Length: > 0 } task)
        {
            yield return task;
        }

        yield return "/opt/models";
        yield return "/opt";
        if (variable("LAMBDA_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return Path.Combine(runtime, "models");
        }

        // As a Lambda package, or started by hand: beside the program.
        yield return Path.Combine(AppContext.BaseDirectory, "models");
    }

    private string Download(string name, string address)
    {
        var slash = address.IndexOf('/', Scheme.Length);
        var source = slash > Scheme.Length && slash < address.Length - 1
            ? new S3Object(address[Scheme.Length..slash], address[(slash + 1)..])
            : throw new HandlerException("BadConfiguration", $"{name} is '{address}': an object is s3://bucket/key");

        // A restarted process finds the /tmp that its predecessor left.
        var folder = Path.Combine(Path.GetTempPath(), "models", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..16]);
        var file = Path.Combine(folder, LastPart(source.Key));
        if (File.Exists(file))
        {
            return file;
        }

        Directory.CreateDirectory(folder);
        var partial = file + ".partial";
        using (var client = s3())
        using (var written = File.Create(partial))
        {
            written.Write(Get(client, name, source).Span);
        }

        File.Move(partial, file, overwrite: true);
        return file;
    }

    private static ReadOnlyMemory<byte> Get(S3Client client, string name, S3Object source)
    {
        try
        {
            return client.Get(source.Bucket, source.Key, MaximumBytes);
        }
        catch (HandlerException refusal) when (refusal.ErrorType == "ImageRejected")
        {
            throw new HandlerException("ModelTooLarge", $"{name}: {Scheme}{source} is larger than {MaximumBytes} bytes", refusal);
        }
        catch (HandlerException refusal)
        {
            throw new HandlerException(refusal.ErrorType, $"{name}: {refusal.Message}", refusal);
        }
    }

    private static string LastPart(string key) => key.TrimEnd('/').Split('/')[^1] is { Length: > 0 } last && last is not ("." or "..") ? last : "model";

    private static HandlerException NotFound(string message) => new("ModelNotFound", message);
}
