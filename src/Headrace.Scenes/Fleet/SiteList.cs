using System.Collections.Immutable;

namespace Headrace.Scenes.Fleet;

/// <summary>What <c>sites.json</c> holds.</summary>
internal sealed record SiteList(ImmutableArray<SiteConfiguration> Sites);
