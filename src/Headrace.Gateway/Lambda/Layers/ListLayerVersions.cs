namespace Headrace.Gateway.Lambda.Layers;

/// <summary>GET /2018-10-31/layers/{LayerName}/versions: newest first.</summary>
internal static class ListLayerVersions
{
    internal sealed record Answer(IReadOnlyList<LayerAnswer> LayerVersions, string? NextMarker);

    public static Task HandleAsync(LambdaCall call)
    {
        var filter = LayerFilter.Of(call);
        var (scope, name) = LayerTarget.Layer(call);
        var versions = scope == call.Scope ? call.Registry.ListLayerVersions(scope, name) : [];
        var page = call.Page([.. versions.Where(filter.Accepts).Select(LayerAnswer.Listed)]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListLayerVersionsAnswer);
    }
}
