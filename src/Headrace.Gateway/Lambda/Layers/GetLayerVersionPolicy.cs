using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Permissions;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy</summary>
internal static class GetLayerVersionPolicy
{
    public static Task HandleAsync(LambdaCall call)
    {
        var reference = LayerTarget.Version(call);
        if (reference.AccountId != call.Scope.AccountId || call.Registry.FindLayer(reference) is not { IsDeleted: false } layer)
        {
            throw LayerPolicy.NoVersion(reference.ToString());
        }

        return layer.Policy.IsEmpty
            ? throw LambdaErrors.NotFound("No policy is associated with the given resource.")
            : call.AnswerAsync(200, new GetPolicy.Answer(PolicyDocument.Of(layer.Policy, reference.ToString()), layer.RevisionId), LambdaJson.Default.GetPolicyAnswer);
    }
}
