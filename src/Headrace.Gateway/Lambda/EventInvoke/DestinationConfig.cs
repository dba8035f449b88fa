namespace Headrace.Gateway.Lambda.EventInvoke;

internal sealed record DestinationConfig(DestinationConfig.Target? OnSuccess, DestinationConfig.Target? OnFailure)
{
    /// <param name="Destination">ARN; null for none.</param>
    internal sealed record Target(string? Destination);
}
