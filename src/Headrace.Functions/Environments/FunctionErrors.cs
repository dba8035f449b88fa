using System.Buffers;
using System.Text.Json;
using Headrace.Functions.RuntimeApi;

namespace Headrace.Functions.Environments;

/// <summary>The payloads of invocations that the platform, not the function, answers: worded as recorded from AWS.</summary>
internal static class FunctionErrors
{
    public static string TimeoutMessage(string requestId, TimeSpan timeout) =>
        FormattableString.Invariant($"RequestId: {requestId} Error: Task timed out after {timeout.TotalSeconds:F2} seconds");

    public static string Message(string requestId, string reason) => $"RequestId: {requestId} Error: {reason}";

    public static ReadOnlyMemory<byte> TimedOut(string requestId, TimeSpan timeout) => Payload(TimeoutMessage(requestId, timeout), "Sandbox.Timedout");

    public static ReadOnlyMemory<byte> TooLarge { get; } = Payload(
        $"Response payload size exceeded maximum allowed payload size ({RuntimeSession.LongestResponse} bytes).", "Function.ResponseSizeTooLarge");

    public static ReadOnlyMemory<byte> Payload(string message, string errorType)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("errorType", errorType);
        json.WriteString("errorMessage", message);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
