using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}</summary>
internal static class RemoveLayerVersionPermission
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var id = call.Path("StatementId");
        await LayerPolicy.ChangeAsync(call, call.Query("RevisionId"), layer =>
        {
            var remaining = layer.Policy.RemoveAll(statement => statement.StatementId == id);
            return remaining.Length == layer.Policy.Length
                ? throw LambdaErrors.NotFound($"Statement {id} is not found in resource policy.")
                : layer with { Policy = remaining };
        });
        await call.AnswerAsync(204);
    }
}
