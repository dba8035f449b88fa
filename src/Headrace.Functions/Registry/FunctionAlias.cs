namespace Headrace.Functions.Registry;

/// <summary>A name for a version, which may send a part of its invocations to one other version.</summary>
/// <param name="AdditionalVersion">The other version, or null.</param>
/// <param name="AdditionalWeight">Its share, 0 to 1.</param>
public sealed record FunctionAlias(
    string Name, string FunctionVersion, string Description, string RevisionId, string? AdditionalVersion = null, double AdditionalWeight = 0);
