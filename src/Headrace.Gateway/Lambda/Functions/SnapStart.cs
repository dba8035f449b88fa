namespace Headrace.Gateway.Lambda.Functions;

/// <param name="ApplyOn"><c>None</c>; <c>PublishedVersions</c> is refused.</param>
internal sealed record SnapStart(string? ApplyOn);
