using System.Buffers;
using System.Buffers.Text;
using Headrace.Bootstrap.Classify;
using Headrace.Bootstrap.Detect;
using Headrace.Bootstrap.Gauge;
using Headrace.Bootstrap.Models;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.Handlers;

/// <summary>The built-in functions by the name that <c>_HANDLER</c> gives them. A new one is one line here.</summary>
internal static class HandlerTable
{
    /// <summary>Runs the function's initialisation.</summary>
    /// <exception cref="HandlerException">No such handler, or its configuration is not usable.</exception>
    public static Handler Create(string name) => name switch
    {
        "noop" => static (_, response) => response.Write("null"u8),
        "preprocess" => Preprocess(Environment.GetEnvironmentVariable),
        "classify" => Classify(Environment.GetEnvironmentVariable),
        "detect" => DetectFunction.Create(Environment.GetEnvironmentVariable, () => S3(Environment.GetEnvironmentVariable), Signer(Environment.GetEnvironmentVariable)),
        "gauge" => GaugeFunction.Create(Environment.GetEnvironmentVariable, () => S3(Environment.GetEnvironmentVariable), Signer(Environment.GetEnvironmentVariable)),
        "talk" => Talk,
        "echo" => static (invocation, response) => response.Write(invocation.Payload.Span),
        _ => throw new HandlerException("Runtime.HandlerNotFound", $"'{name}' is not a built-in handler; there are: classify, detect, echo, gauge, noop, preprocess, talk."),
    };

    /// <summary>Writes as many lines as the payload's number says, at most 1,000: what logging costs is measured with it.</summary>
    private static void Talk(Invocation invocation, IBufferWriter<byte> response)
    {
        _ = Utf8Parser.TryParse(invocation.Payload.Span, out int lines, out _);
        for (var line = 1; line <= Math.Min(lines, 1_000); line++)
        {
            StandardOutput.WriteLine($"line {line} of {lines}: the quick brown fox jumps over the lazy dog, {invocation.RequestId}");
        }

        response.Write("null"u8);
    }

    private static Handler Preprocess(Func<string, string?> variable)
    {
        var settings = PreprocessSettings.Read(variable);
        return new PreprocessHandler(settings, S3(variable)).Handle;
    }

    /// <summary>Without <c>MODEL</c>: the iris model that is shipped.</summary>
    private static Handler Classify(Func<string, string?> variable) =>
        new ClassifyHandler(Classifier.Open(new ModelFile(variable, () => S3(variable)).Find("MODEL", "iris.onnx")!)).Handle;

    /// <summary>A client with the function's own credentials.</summary>
    private static S3Client S3(Func<string, string?> variable) => new(new Variables(variable).Endpoint("S3"), Signer(variable));

    private static RequestSigner Signer(Func<string, string?> variable)
    {
        var credentials = new AwsCredentials(
            variable("AWS_ACCESS_KEY_ID") ?? throw new HandlerException("BadConfiguration", "AWS_ACCESS_KEY_ID is not set"),
            variable("AWS_SECRET_ACCESS_KEY") ?? throw new HandlerException("BadConfiguration", "AWS_SECRET_ACCESS_KEY is not set"),
            variable("AWS_SESSION_TOKEN"));
        return new RequestSigner(credentials, new Variables(variable).Region, TimeProvider.System);
    }
}
