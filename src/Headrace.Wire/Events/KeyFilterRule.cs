namespace Headrace.Wire.Events;

/// <param name="Name"><c>prefix</c> or <c>suffix</c>, in any case as it is sent; S3 gives it back as <c>Prefix</c> and <c>Suffix</c>.</param>
/// <param name="Value">May be empty.</param>
public sealed record KeyFilterRule(string Name, string Value);
