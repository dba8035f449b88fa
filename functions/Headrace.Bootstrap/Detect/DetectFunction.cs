using Headrace.Bootstrap.Handlers;
using Headrace.Bootstrap.Models;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Bootstrap.Tables;
using Headrace.Onnx;
using Headrace.Vision.Detection;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.Detect;

/// <summary>The function's initialisation: settings, model, clients.</summary>
internal static class DetectFunction
{
    /// <exception cref="HandlerException">The configuration is not usable, or the model is not there or no detector.</exception>
    public static Handler Create(Func<string, string?> variable, Func<S3Client> s3, RequestSigner signer)
    {
        var settings = DetectSettings.Read(variable);
        Inference.Begin();
        var model = new ModelFile(variable, s3).Require("MODEL");
        try
        {
            var detector = Detector.Open(model, new DetectorOptions { Threads = settings.Threads, Confidence = settings.Confidence, Overlap = settings.Overlap });
            var table = settings.Table is null ? null : new TableClient(new Variables(variable).Endpoint("DYNAMODB"), signer);
            return new DetectHandler(settings, detector, s3(), table, TimeProvider.System).Handle;
        }
        catch (Exception failure) when (failure is DetectorException or OnnxException)
        {
            throw new HandlerException("ModelRejected", $"{model}: {failure.Message}", failure);
        }
    }
}
