namespace Headrace.Functions.Registry;

/// <summary>Environments to keep initialised for a version or an alias.</summary>
/// <param name="LastModified"><c>2025-11-25T02:40:34+0000</c>.</param>
public sealed record ProvisionedConcurrency(int Requested, string LastModified);
