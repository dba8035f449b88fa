using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>AWS's <c>FunctionEventInvokeConfig</c>.</summary>
/// <param name="LastModified">Seconds since 1970.</param>
internal sealed record EventInvokeAnswer(
    double LastModified, string FunctionArn, int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds, DestinationConfig DestinationConfig)
{
    public static EventInvokeAnswer Of(string arn, EventInvokeConfig config) => new(
        LambdaTime.Epoch(config.LastModified), arn, config.MaximumRetryAttempts, config.MaximumEventAgeInSeconds,
        new DestinationConfig(new DestinationConfig.Target(config.OnSuccess), new DestinationConfig.Target(config.OnFailure)));
}
