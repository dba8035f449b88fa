namespace Headrace.Functions.Registry;

/// <summary>How asynchronous invocations of a version, an alias or <c>$LATEST</c> are retried, and where their outcomes go.</summary>
/// <param name="MaximumRetryAttempts">0 to 2, or null for AWS's default.</param>
/// <param name="MaximumEventAgeInSeconds">60 to 21,600, or null for AWS's default.</param>
/// <param name="OnSuccess">Destination ARN, or null.</param>
/// <param name="OnFailure">Destination ARN, or null.</param>
public sealed record EventInvokeConfig(
    int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds, string? OnSuccess, string? OnFailure, DateTimeOffset LastModified);
