using System.Buffers;
using System.Text.Json;

namespace Headrace.Bootstrap.Runtime;

/// <summary>What an invocation's failure says to its caller, in AWS's shape.</summary>
internal sealed record FunctionError(string ErrorType, string ErrorMessage, string[] StackTrace)
{
    /// <summary><c>Category.Reason</c>, for the header.</summary>
    public string Category => ErrorType.Contains('.') ? ErrorType : $"Function.{ErrorType}";

    /// <summary>A refusal of the input says what it says; only an unforeseen failure shows where it arose.</summary>
    public static FunctionError Of(Exception exception) => exception is HandlerException refusal
        ? new FunctionError(refusal.ErrorType, refusal.Message, [])
        : new FunctionError(exception.GetType().Name, exception.Message, exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries) ?? []);

    public ReadOnlySpan<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage"u8, ErrorMessage);
            json.WriteString("errorType"u8, ErrorType);
            json.WriteStartArray("stackTrace"u8);
            foreach (var line in StackTrace)
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
