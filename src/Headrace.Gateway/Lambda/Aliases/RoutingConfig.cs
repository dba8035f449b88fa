using System.Globalization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>The share of an alias's invocations that go to another version.</summary>
internal sealed record RoutingConfig(Dictionary<string, double>? AdditionalVersionWeights)
{
    public void Check(ConstraintFailures failures)
    {
        var weights = AdditionalVersionWeights ?? [];
        var text = $"{{{string.Join(", ", weights.Select(static weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Key}={weight.Value:0.0###############}")))}}}";
        failures.Check(
            weights.Keys.All(static version => version.Length is > 0 and <= 1024 && version.All(char.IsAsciiDigit)), text, "routingConfig.additionalVersionWeights",
            "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]");
        failures.Check(
            weights.Values.All(static weight => weight is >= 0 and <= 1), text, "routingConfig.additionalVersionWeights",
            "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]");
    }

    /// <summary>The alias with this routing.</summary>
    /// <exception cref="LambdaException">More than one other version, the same one, one that does not exist, or with <c>$LATEST</c>.</exception>
    public FunctionAlias ApplyTo(FunctionAlias alias, Function function)
    {
        if (AdditionalVersionWeights is not { Count: > 0 } weights)
        {
            return alias with { AdditionalVersion = null, AdditionalWeight = 0 };
        }

        if (weights.Count > 1)
        {
            throw LambdaErrors.Invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }

        var (version, weight) = weights.Single();
        if (version == alias.FunctionVersion)
        {
            throw LambdaErrors.Invalid($"Invalid function version {version}. Function version {version} is already included in routing configuration.");
        }

        if (alias.FunctionVersion == Function.LatestVersion)
        {
            throw LambdaErrors.InvalidUntyped("$LATEST is not supported for an alias pointing to more than 1 version");
        }

        return function.FindVersion(version) is null
            ? throw LambdaErrors.FunctionNotFound(function.ArnOf(version))
            : alias with { AdditionalVersion = version, AdditionalWeight = weight };
    }
}
