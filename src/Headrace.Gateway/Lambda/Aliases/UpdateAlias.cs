using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Aliases;

/// <summary>PUT /2015-03-31/functions/{FunctionName}/aliases/{Name}: what is not given stays.</summary>
internal static class UpdateAlias
{
    internal sealed record Request : ILambdaRequest
    {
        public string? FunctionVersion { get; init; }

        public string? Description { get; init; }

        public RoutingConfig? RoutingConfig { get; init; }

        public string? RevisionId { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.UpdateAliasRequest);
        var failures = new ConstraintFailures();
        CreateAlias.CheckVersion(request.FunctionVersion, failures);
        failures.AtMost("description", request.Description, 256);
        request.RoutingConfig?.Check(failures);
        failures.Throw();

        var id = call.UnqualifiedTarget();
        var name = call.Path("Name");
        var changed = await call.Registry.ChangeAsync(
            id,
            function =>
            {
                var before = function.Aliases.GetValueOrDefault(name) ?? throw LambdaErrors.NotFound($"Alias not found: {function.ArnOf(name)}");
                if (request.RevisionId is not null && request.RevisionId != before.RevisionId)
                {
                    throw LambdaErrors.RevisionMismatch();
                }

                if (request.FunctionVersion is { } version)
                {
                    CreateAlias.RequireVersion(function, version);
                }

                var after = before with
                {
                    FunctionVersion = request.FunctionVersion ?? before.FunctionVersion,
                    Description = request.Description ?? before.Description,
                    RevisionId = Function.NewRevision(),
                };
                return function with { Aliases = function.Aliases.SetItem(name, request.RoutingConfig?.ApplyTo(after, function) ?? after) };
            },
            call.Aborted);
        await call.AnswerAsync(200, AliasAnswer.Of(changed, changed.Aliases[name]), LambdaJson.Default.AliasAnswer);
    }
}
