using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>GET /2018-10-31/layers?find=LayerVersion&amp;Arn=…</summary>
internal static class GetLayerVersionByArn
{
    public static Task HandleAsync(LambdaCall call)
    {
        var arn = call.Query("Arn") ?? "";
        var reference = LayerVersionReference.Parse(arn);
        var failures = new ConstraintFailures();
        failures.Matches("arn", arn, reference is not null, LayerVersionReference.Pattern);
        failures.Throw();
        return call.AnswerAsync(200, LayerAnswer.Of(call, LayerTarget.Find(call, reference!.Value)), LambdaJson.Default.LayerAnswer);
    }
}
