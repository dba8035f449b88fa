using System.Text.RegularExpressions;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Tags;

/// <summary>The rules of tags, and what they can be put on here: functions.</summary>
internal static partial class FunctionTags
{
    private const string ResourcePattern =
        @"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)";

    /// <summary>The function whose tags a call is about.</summary>
    /// <exception cref="LambdaException">No ARN of a function, a qualified one, or one that does not exist.</exception>
    public static Function Find(LambdaCall call)
    {
        var arn = call.Path("Resource");
        var failures = new ConstraintFailures();
        failures.Matches("resource", arn, Resource().IsMatch(arn), ResourcePattern);
        failures.Throw();
        switch (arn.Split(':')[5])
        {
            case "function":
                var target = FunctionTarget.Parse(arn, null, call.Scope);
                return target.Qualifier is not null
                    ? throw LambdaErrors.Invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.")
                    : call.Registry.Find(target.Id) ?? throw LambdaErrors.FunctionNotFound(target.Id.Arn);
            case "event-source-mapping":
                throw LambdaErrors.NotFound($"Event source mapping not found: {arn}");
            case "capacity-provider":
                throw LambdaErrors.NotFound($"Capacity provider not found: {arn}");
            case "code-signing-config":
                throw LambdaErrors.NotFound($"The Lambda code signing configuration {arn} can not be found.");
            default:
                throw LambdaErrors.NotImplemented("Tags on layers");
        }
    }

    /// <exception cref="LambdaException">Too many, reserved or too long tags.</exception>
    public static void Require(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > LambdaLimits.TagsPerFunction)
        {
            throw LambdaErrors.Invalid("Number of tags exceeds resource tag limit.");
        }

        if (tags.Any(static tag => tag.Key.Length is 0 or > 128 || tag.Value is null or { Length: > 256 } || tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
        {
            throw LambdaErrors.Invalid("Tag keys must have 1 to 128 characters and not begin with aws:, and tag values at most 256.");
        }
    }

    [GeneratedRegex(@"\A(?:" + ResourcePattern + @")\z")]
    private static partial Regex Resource();
}
