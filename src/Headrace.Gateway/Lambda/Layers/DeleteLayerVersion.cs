using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>DELETE /2018-10-31/layers/{LayerName}/versions/{VersionNumber}: one that is not there is deleted already.</summary>
internal static class DeleteLayerVersion
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var reference = LayerTarget.Version(call);
        if (reference.AccountId != call.Scope.AccountId)
        {
            throw LambdaErrors.AccessDenied($"User: arn:aws:iam::{call.Scope.AccountId}:root is not authorized to perform: lambda:DeleteLayerVersion on resource: {reference}");
        }

        await call.Registry.ChangeLayerAsync(reference, static layer => layer with { IsDeleted = true }, call.Aborted);
        await call.AnswerAsync(204);
    }
}
