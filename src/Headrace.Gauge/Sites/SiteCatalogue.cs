using System.Collections.Immutable;

namespace Headrace.Gauge.Sites;

/// <summary>All sites of a function, and which of them a picture belongs to.</summary>
public sealed class SiteCatalogue
{
    private readonly Dictionary<string, List<Site>> _byBucket = new(StringComparer.Ordinal);
    private readonly List<Site> _anywhere = [];

    public SiteCatalogue(ImmutableArray<Site> sites)
    {
        Sites = sites;
        foreach (var site in sites)
        {
            if (site.Bucket is null)
            {
                _anywhere.Add(site);
            }
            else if (_byBucket.TryGetValue(site.Bucket, out var those))
            {
                those.Add(site);
            }
            else
            {
                _byBucket[site.Bucket] = [site];
            }
        }
    }

    public ImmutableArray<Site> Sites { get; }

    /// <summary>The site of that bucket whose prefix is the longest that fits; else one that is told by its prefix alone; else null.</summary>
    public Site? Find(string bucket, string key) => Longest(_byBucket.GetValueOrDefault(bucket), key) ?? Longest(_anywhere, key);

    private static Site? Longest(List<Site>? sites, string key) =>
        sites?.Where(site => key.StartsWith(site.Prefix, StringComparison.Ordinal)).MaxBy(site => site.Prefix.Length);
}
