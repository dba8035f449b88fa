using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Gauge.Sites;

/// <summary>
/// A site configuration, YAML or JSON: a mapping with the list <c>sites</c> and, if wished, <c>defaults</c> for all of them; or the list alone;
/// or one site's fields alone.
/// </summary>
public static class SiteFile
{
    /// <param name="source">What it is called in messages.</param>
    /// <param name="fileExists">Asked for each field that names a file; null when that is not known yet.</param>
    /// <exception cref="SiteConfigurationException">Everything that is wrong with it.</exception>
    public static SiteCatalogue Read(string source, string text, Func<string, string, bool>? fileExists = null)
    {
        var faults = new List<SiteFault>();
        var sites = Read(text, fileExists, faults);
        return faults.Count == 0 ? new SiteCatalogue(sites) : throw new SiteConfigurationException(source, [.. faults]);
    }

    private static ImmutableArray<Site> Read(string text, Func<string, string, bool>? fileExists, List<SiteFault> faults)
    {
        SiteNode root;
        try
        {
            root = SiteNode.Parse(text);
        }
        catch (FormatException exception)
        {
            faults.Add(new SiteFault("", "", exception.Message));
            return [];
        }

        var (nodes, defaults) = Nodes(root, faults);
        if (nodes.Count == 0 && faults.Count == 0)
        {
            faults.Add(new SiteFault("", "sites", "there are none"));
        }

        var sites = ImmutableArray.CreateBuilder<Site>(nodes.Count);
        for (var index = 0; index < nodes.Count; index++)
        {
            var node = WithDefaults(nodes[index], defaults);
            var id = node.Fields?.FirstOrDefault(field => field.Key == "id").Value?.Text;
            var name = string.IsNullOrWhiteSpace(id) ? string.Create(CultureInfo.InvariantCulture, $"sites[{index}]") : id;
            if (new SiteReader(name, node, fileExists, faults).Read() is { } site)
            {
                sites.Add(site);
            }
        }

        FindDuplicates(sites, faults);
        return sites.ToImmutable();
    }

    private static (IReadOnlyList<SiteNode> Sites, SiteNode? Defaults) Nodes(SiteNode root, List<SiteFault> faults)
    {
        if (root.Items is { } list)
        {
            return (list, null);
        }

        if (root.Fields is not { } fields)
        {
            faults.Add(new SiteFault("", "", "the file is a mapping with the list sites, that list alone, or one site's fields"));
            return ([], null);
        }

        if (!fields.Any(field => field.Key == "sites"))
        {
            return ([root], null);
        }

        SiteNode? defaults = null;
        IReadOnlyList<SiteNode> sites = [];
        foreach (var (field, value) in fields)
        {
            if (field == "sites" && value.Items is { } items)
            {
                sites = items;
            }
            else if (field == "defaults" && value.Fields is not null)
            {
                defaults = value;
            }
            else
            {
                faults.Add(new SiteFault("", field, field switch
                {
                    "sites" => "is not a list",
                    "defaults" => "is not a mapping",
                    _ => "unknown field; there are: sites, defaults",
                }));
            }
        }

        return (sites, defaults);
    }

    private static SiteNode WithDefaults(SiteNode node, SiteNode? defaults) => defaults is null || node.Fields is null
        ? node
        : node with { Fields = [.. node.Fields, .. defaults.Fields!.Where(field => !node.Fields.Any(own => own.Key == field.Key))] };

    private static void FindDuplicates(IEnumerable<Site> sites, List<SiteFault> faults)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var places = new Dictionary<(string?, string), string>();
        foreach (var site in sites)
        {
            if (!ids.Add(site.Id))
            {
                faults.Add(new SiteFault(site.Id, "id", "another site has it too"));
            }

            if (!places.TryAdd((site.Bucket, site.Prefix), site.Id))
            {
                faults.Add(site.Bucket is null
                    ? new SiteFault(site.Id, "prefix", $"site {places[(null, site.Prefix)]} has {site.Prefix} too")
                    : new SiteFault(site.Id, "bucket", $"site {places[(site.Bucket, site.Prefix)]} has {site.Bucket} too{(site.Prefix.Length > 0 ? $", with the prefix {site.Prefix}" : "")}"));
            }
        }
    }
}
