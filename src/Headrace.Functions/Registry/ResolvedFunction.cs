using Headrace.Functions.Invocations;

namespace Headrace.Functions.Registry;

/// <summary>What an invocation runs.</summary>
/// <param name="InvokedArn">As it was asked for: unqualified, or with the alias or the version.</param>
public readonly record struct ResolvedFunction(FunctionVersion Version, ConcurrencyLimits Limits, string InvokedArn);
