using System.Collections.Immutable;

namespace Headrace.Gauge.Sites;

/// <summary>A site configuration that cannot be used: everything that is wrong with it.</summary>
public sealed class SiteConfigurationException(string source, ImmutableArray<SiteFault> faults)
    : Exception($"{source}: {string.Join("; ", faults.Take(MostShown))}{(faults.Length > MostShown ? $"; and {faults.Length - MostShown} more" : "")}")
{
    private const int MostShown = 5;

    public ImmutableArray<SiteFault> Faults => faults;
}
