namespace Headrace.Gateway.Lambda.Layers;

/// <summary>GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber}</summary>
internal static class GetLayerVersion
{
    public static Task HandleAsync(LambdaCall call) =>
        call.AnswerAsync(200, LayerAnswer.Of(call, LayerTarget.Find(call, LayerTarget.Version(call))), LambdaJson.Default.LayerAnswer);
}
