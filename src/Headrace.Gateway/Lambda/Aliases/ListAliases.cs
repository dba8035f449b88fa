using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>GET /2015-03-31/functions/{FunctionName}/aliases: all, or those that name a version.</summary>
internal static class ListAliases
{
    internal sealed record Answer(IReadOnlyList<AliasAnswer> Aliases, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var id = call.UnqualifiedTarget();
        var function = call.Registry.Find(id) ?? throw LambdaErrors.FunctionNotFound(id.Arn);
        var version = call.Query("FunctionVersion");
        var aliases = function.Aliases.Values
            .Where(alias => version is null || alias.FunctionVersion == version || alias.AdditionalVersion == version)
            .OrderBy(static alias => alias.Name, StringComparer.Ordinal);
        var page = call.Page([.. aliases.Select(alias => AliasAnswer.Of(function, alias))]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListAliasesAnswer);
    }
}
