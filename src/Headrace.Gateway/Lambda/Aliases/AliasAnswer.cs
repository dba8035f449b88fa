using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>AWS's <c>AliasConfiguration</c>.</summary>
internal sealed record AliasAnswer(string AliasArn, string Name, string FunctionVersion, string Description, RoutingConfig? RoutingConfig, string RevisionId)
{
    public static AliasAnswer Of(Function function, FunctionAlias alias) => new(
        function.ArnOf(alias.Name), alias.Name, alias.FunctionVersion, alias.Description,
        alias.AdditionalVersion is { } version ? new RoutingConfig(new Dictionary<string, double> { [version] = alias.AdditionalWeight }) : null,
        alias.RevisionId);
}
