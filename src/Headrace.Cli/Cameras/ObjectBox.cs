using System.Collections.Immutable;

namespace Headrace.Cli.Cameras;

/// <param name="Box">x, y, width, height in pixels.</param>
internal sealed record ObjectBox(string Label, ImmutableArray<int> Box);
