using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>What the operations on layer policies have in common.</summary>
internal static class LayerPolicy
{
    /// <summary>Changes the policy of the version that the path names.</summary>
    /// <exception cref="LambdaException">The version is not there, or the revision is not the newest.</exception>
    public static async Task<LayerVersion> ChangeAsync(LambdaCall call, string? revision, Func<LayerVersion, LayerVersion> change)
    {
        var reference = LayerTarget.Version(call);
        var changed = reference.AccountId != call.Scope.AccountId ? null : await call.Registry.ChangeLayerAsync(
            reference,
            layer => revision is not null && revision != layer.RevisionId
                ? throw LambdaErrors.RevisionMismatch("GetLayerPolicy")
                : change(layer) with { RevisionId = Function.NewRevision() },
            call.Aborted);
        return changed ?? throw NoVersion(reference.ToString());
    }

    public static LambdaException NoVersion(string arn) => LambdaErrors.NotFound($"Layer version {arn} does not exist.");
}
