using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>GET /2015-03-31/functions/{FunctionName}/aliases/{Name}</summary>
internal static class GetAlias
{
    public static Task HandleAsync(LambdaCall call)
    {
        var id = call.UnqualifiedTarget();
        var name = call.Path("Name");
        return call.Registry.Find(id) is { } function && function.Aliases.TryGetValue(name, out var alias)
            ? call.AnswerAsync(200, AliasAnswer.Of(function, alias), LambdaJson.Default.AliasAnswer)
            : throw LambdaErrors.AliasArnNotFound($"{id.Arn}:{name}");
    }
}
