using System.Text;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Gauge.Sites;

namespace Headrace.Bootstrap.Gauge;

/// <summary>The sites of this function: from a file, from S3 (read again when its ETag changes), or from its variables.</summary>
internal sealed class SiteSource
{
    private const long MaximumBytes = 64L << 20;
    private const string Scheme = "s3://";

    private readonly GaugeSettings settings;
    private readonly S3Client s3;
    private readonly SiteFiles files;
    private readonly TimeProvider time;
    private readonly S3Object? address;
    private string? etag;
    private DateTimeOffset asked;

    /// <exception cref="HandlerException">There are no sites, or there is something wrong with them.</exception>
    public SiteSource(GaugeSettings settings, Func<string, string?> variable, S3Client s3, SiteFiles files, TimeProvider time)
    {
        (this.settings, this.s3, this.files, this.time) = (settings, s3, files, time);
        if (settings.Sites is { } name && name.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var slash = name.IndexOf('/', Scheme.Length);
            address = slash > Scheme.Length && slash < name.Length - 1
                ? new S3Object(name[Scheme.Length..slash], name[(slash + 1)..])
                : throw Bad($"SITES is '{name}': an object is s3://bucket/key");
            files.Folder = name[..(name.LastIndexOf('/') + 1)];
            Fetch();
        }
        else if (settings.Sites is not null)
        {
            var file = files.Find("SITES", settings.Sites);
            files.Folder = Path.GetDirectoryName(file);
            Catalogue = Checked(() => SiteFile.Read(settings.Sites, File.ReadAllText(file), files.Exists))!;
        }
        else
        {
            Catalogue = Checked(() => SiteVariables.Read(variable, files.Exists))
                ?? throw Bad("SITES is not set: it names a site file (of the function or its layers, or s3://bucket/key); SITE_ID, SITE_BUCKET, … describe a single site instead");
        }
    }

    public SiteCatalogue Catalogue { get; private set; } = new([]);

    /// <summary>The upload's site, after asking S3 for newer ones when it is time to, or when there is none.</summary>
    /// <exception cref="HandlerException">There is no such site.</exception>
    public Site Find(S3Object source, Action changed)
    {
        if (address is not null && time.GetUtcNow() - asked >= settings.SitesMaximumAge)
        {
            Refresh(changed);
        }

        if (Catalogue.Find(source.Bucket, source.Key) is { } site)
        {
            return site;
        }

        if (address is not null)
        {
            Refresh(changed);
        }

        return Catalogue.Find(source.Bucket, source.Key) ?? throw new HandlerException("UnknownSite", $"{source}: no site of {settings.Sites ?? "the SITE_ variables"} has this bucket or prefix");
    }

    /// <summary>What cannot be read leaves the sites that are known at work, and says so.</summary>
    private void Refresh(Action changed)
    {
        try
        {
            if (Fetch())
            {
                changed();
            }
        }
        catch (HandlerException failure)
        {
            asked = time.GetUtcNow();
            StandardOutput.WriteLine($"[WARN] the sites stay as they were: {failure.Message}");
        }
    }

    /// <returns>Whether they are others now.</returns>
    private bool Fetch()
    {
        var (bucket, key) = address!.Value;
        if (s3.Fetch(bucket, key, MaximumBytes, etag) is not { } content)
        {
            asked = time.GetUtcNow();
            return false;
        }

        Catalogue = Checked(() => SiteFile.Read(settings.Sites!, Encoding.UTF8.GetString(content.Body.Span), files.Exists))!;
        (etag, asked) = (content.ETag, time.GetUtcNow());
        return true;
    }

    private static SiteCatalogue? Checked(Func<SiteCatalogue?> read)
    {
        try
        {
            return read();
        }
        catch (SiteConfigurationException fault)
        {
            throw Bad(fault.Message, fault);
        }
        catch (IOException fault)
        {
            throw Bad(fault.Message, fault);
        }
    }

    private static HandlerException Bad(string message, Exception? cause = null) => new("BadConfiguration", message, cause);
}
