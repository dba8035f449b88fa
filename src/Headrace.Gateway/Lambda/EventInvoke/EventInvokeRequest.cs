using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Functions;

namespace Headrace.Gateway.Lambda.EventInvoke;

/// <summary>The body of Put- and UpdateFunctionEventInvokeConfig.</summary>
internal sealed partial record EventInvokeRequest : ILambdaRequest
{
    private const string DestinationPattern =
        @"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)";

    public int? MaximumRetryAttempts { get; init; }

    public int? MaximumEventAgeInSeconds { get; init; }

    public DestinationConfig? DestinationConfig { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }

    /// <exception cref="LambdaException">What the API's model, the destinations, or this engine refuse.</exception>
    public void Require(FunctionId function, LambdaCall call)
    {
        var failures = new ConstraintFailures();
        failures.Between("maximumRetryAttempts", MaximumRetryAttempts, 0, 2);
        failures.Between("maximumEventAgeInSeconds", MaximumEventAgeInSeconds, 60, 21_600);
        Check(failures, "onSuccess", DestinationConfig?.OnSuccess?.Destination);
        Check(failures, "onFailure", DestinationConfig?.OnFailure?.Destination);
        failures.Throw();
        if (MaximumRetryAttempts is null && MaximumEventAgeInSeconds is null && DestinationConfig is null)
        {
            throw LambdaErrors.Invalid("You must specify at least one of error handling or destination setting.");
        }

        RequireDestination(DestinationConfig?.OnSuccess?.Destination, function, call, mayBeBucket: false);
        RequireDestination(DestinationConfig?.OnFailure?.Destination, function, call, mayBeBucket: true);
    }

    /// <remarks>AWS delivers failures to buckets, successes not.</remarks>
    private void RequireDestination(string? arn, FunctionId function, LambdaCall call, bool mayBeBucket)
    {
        if (string.IsNullOrEmpty(arn) || (mayBeBucket && Destination.IsBucket(arn)))
        {
            return;
        }

        if (!Destination.IsFunction(arn))
        {
            throw arn.Split(':')[2] is "sqs" or "sns" or "events"
                ? LambdaErrors.NotImplemented($"The destination {arn} (functions are, and buckets on failure)")
                : LambdaErrors.Invalid($"The provided destination config DestinationConfig(onSuccess={Describe("OnSuccess", DestinationConfig?.OnSuccess)}, onFailure={Describe("OnFailure", DestinationConfig?.OnFailure)}) is invalid.");
        }

        var target = FunctionTarget.Parse(arn, null, call.Scope);
        if (target.Id == function)
        {
            throw LambdaErrors.Invalid("You can't specify the function as a destination for itself.");
        }

        if (call.Registry.Resolve(target.Id, target.Qualifier) is null)
        {
            throw LambdaErrors.Invalid($"The destination ARN {arn} is invalid.");
        }
    }

    private static string Describe(string name, DestinationConfig.Target? target) =>
        target is null ? "null" : $"{name}(destination={target.Destination ?? "null"})";

    private static void Check(ConstraintFailures failures, string which, string? arn) =>
        failures.Matches($"destinationConfig.{which}.destination", arn, string.IsNullOrEmpty(arn) || DestinationArn().IsMatch(arn), DestinationPattern);

    [GeneratedRegex(@"\Aarn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-[0-9])?:([0-9]{12})?:(.*)\z")]
    private static partial Regex DestinationArn();
}
