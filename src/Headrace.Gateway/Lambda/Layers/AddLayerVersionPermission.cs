using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Permissions;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>POST /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy</summary>
internal static class AddLayerVersionPermission
{
    internal sealed record Request : ILambdaRequest
    {
        public string? StatementId { get; init; }

        public string? Action { get; init; }

        public string? Principal { get; init; }

        public string? OrganizationId { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    /// <param name="Statement">A JSON document as text.</param>
    internal sealed record Answer(string Statement, string RevisionId);

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.AddLayerVersionPermissionRequest);
        var failures = new ConstraintFailures();
        failures.NotNull("statementId", request.StatementId);
        failures.NotNull("action", request.Action);
        failures.NotNull("principal", request.Principal);
        failures.AtMost("statementId", request.StatementId, 100);
        failures.Matches("action", request.Action, request.Action is null or "lambda:GetLayerVersion", "lambda:GetLayerVersion");
        failures.Throw();

        var permission = new LayerPermission(request.StatementId!, request.Action!, request.Principal!, request.OrganizationId);
        var layer = await LayerPolicy.ChangeAsync(call, call.Query("RevisionId"), layer =>
            layer.Policy.Any(statement => statement.StatementId == permission.StatementId)
                ? throw LambdaErrors.Conflict($"The statement id ({permission.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.")
                : layer with { Policy = layer.Policy.Add(permission) });
        await call.AnswerAsync(
            201, new Answer(PolicyDocument.StatementOf(permission, layer.Reference.ToString()), layer.RevisionId), LambdaJson.Default.AddLayerVersionPermissionAnswer);
    }
}
