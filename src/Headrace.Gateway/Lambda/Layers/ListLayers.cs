namespace Headrace.Gateway.Lambda.Layers;

/// <summary>GET /2018-10-31/layers: each with its newest version that the filters accept; with <c>find=LayerVersion</c> it is GetLayerVersionByArn.</summary>
internal static class ListLayers
{
    internal sealed record Answer(IReadOnlyList<Layer> Layers, string? NextMarker);

    internal sealed record Layer(string LayerName, string LayerArn, LayerAnswer LatestMatchingVersion);

    public static Task HandleAsync(LambdaCall call)
    {
        if (call.Query("find") == "LayerVersion")
        {
            return GetLayerVersionByArn.HandleAsync(call);
        }

        var filter = LayerFilter.Of(call);
        var layers =
            from name in call.Registry.ListLayers(call.Scope)
            let newest = call.Registry.ListLayerVersions(call.Scope, name).FirstOrDefault(filter.Accepts)
            where newest is not null
            select new Layer(name, newest.Reference.LayerArn, LayerAnswer.Listed(newest));
        var page = call.Page([.. layers]);
        return call.AnswerAsync(200, new Answer(page.Items, page.NextMarker), LambdaJson.Default.ListLayersAnswer);
    }
}
