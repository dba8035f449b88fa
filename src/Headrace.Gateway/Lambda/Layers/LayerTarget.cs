using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Functions.Registry;
using Headrace.Wire;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>The layer, and the version, that a call's path names.</summary>
internal static partial class LayerTarget
{
    /// <summary>A name, or the ARN of a layer, perhaps of another account.</summary>
    public static (Scope Scope, string Name) Layer(LambdaCall call)
    {
        var text = call.Path("LayerName");
        var match = Pattern().Match(text);
        var failures = new ConstraintFailures();
        failures.Matches("layerName", text, match.Success, LayerVersionReference.NamePattern);
        failures.AtMost("layerName", text, 140);
        failures.Throw();
        var scope = match.Groups["region"].Success ? new Scope(match.Groups["account"].Value, match.Groups["region"].Value) : call.Scope;
        return (scope, match.Groups["name"].Value);
    }

    /// <exception cref="LambdaException">The version is no number from 1.</exception>
    public static LayerVersionReference Version(LambdaCall call)
    {
        var (scope, name) = Layer(call);
        var text = call.Path("VersionNumber");
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw LambdaErrors.Validation($"Value '{text}' at 'versionNumber' failed to satisfy constraint: Member must be a long");
        }

        return number < 1
            ? throw LambdaErrors.Invalid("Layer Version Cannot be less than 1")
            : new LayerVersionReference(scope.Region, scope.AccountId, name, number);
    }

    /// <summary>The version, if it is there and the caller may have it.</summary>
    /// <exception cref="LambdaException">ResourceNotFoundException, AccessDeniedException.</exception>
    public static LayerVersion Find(LambdaCall call, LayerVersionReference reference)
    {
        if (call.Registry.FindLayer(reference) is not { IsDeleted: false } layer)
        {
            throw LambdaErrors.NotFound();
        }

        return reference.AccountId == call.Scope.AccountId || layer.Allows(call.Scope.AccountId)
            ? layer
            : throw LambdaErrors.AccessDenied($"User: arn:aws:iam::{call.Scope.AccountId}:root is not authorized to perform: lambda:GetLayerVersion on resource: {reference}");
    }

    [GeneratedRegex(@"\A(?:arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-zA-Z0-9-]+):(?<account>[0-9]{12}):layer:)?(?<name>[a-zA-Z0-9\-_]+)\z")]
    private static partial Regex Pattern();
}
