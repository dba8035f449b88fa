using System.Collections.Immutable;

namespace Headrace.Cli.Cameras;

/// <summary>One line of <c>objects.jsonl</c>: what is in one picture.</summary>
internal sealed record ObjectsLine(string SiteId, string Image, ImmutableArray<ObjectBox> Objects);
