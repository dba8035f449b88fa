using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Headrace.Bootstrap.Runtime;
using Headrace.Onnx;

namespace Headrace.Bootstrap.Classify;

/// <summary><c>POST /predict</c>: <c>{"values": [[…], …]}</c> → <c>{"prediction": […]}</c>.</summary>
/// <remarks>
/// As the Python function that it replaces: no <c>values</c> is 400 <c>"Error: Missing input values."</c>, whatever else is wrong 500
/// <c>"Error: …"</c>, and every body, those of errors too, is what <c>json.dumps</c> writes: an error is a JSON string. None of
/// these fails the invocation. A proxy event's answer says its content type; a bare event's is the status and the body alone.
/// </remarks>
internal sealed class ClassifyHandler(Classifier classifier)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Handle(Invocation invocation, IBufferWriter<byte> response)
    {
        var isProxy = false;
        var (status, body) = (200, "");
        try
        {
            var begun = Stopwatch.GetTimestamp();
            var rows = PredictEvent.Read(invocation.Payload, classifier.Width, out isProxy);
            var read = Phases.Add(Phase.Decode, begun);
            (status, body) = rows is null ? (400, Error("Missing input values.")) : (200, $"{{\"prediction\": {classifier.Predict(rows)}}}");
            Phases.Add(Phase.Infer, read);
        }
        catch (Exception failure) when (failure is PredictException or OnnxException)
        {
            (status, body) = (500, Error(failure.Message));
        }

        if (status != 200)
        {
            StandardOutput.WriteLine($"classify: {status} {body}");
        }

        using var json = new Utf8JsonWriter(response, Relaxed);
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, status);
        if (isProxy)
        {
            json.WriteStartObject("headers"u8);
            json.WriteString("Content-Type"u8, "application/json"u8);
            json.WriteEndObject();
        }

        json.WriteString("body"u8, body);
        json.WriteEndObject();
    }

    private static string Error(string message) => $"\"{JsonEncodedText.Encode($"Error: {message}", JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
