using System.Text.Json;
using System.Text.Unicode;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Invocations;

/// <summary>The event of an invocation: JSON of a limited size.</summary>
internal static class Payload
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>An absent payload is an empty object.</summary>
    /// <exception cref="LambdaException">RequestTooLargeException, InvalidRequestContentException.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(LambdaCall call, int limit)
    {
        var payload = await RequestBody.ReadAsync(call.Request, limit, () => new LambdaException(
            "RequestTooLargeException", 413, $"Request must be smaller than {limit} bytes for the InvokeFunction operation"));
        if (payload.IsEmpty)
        {
            return "{}"u8.ToArray();
        }

        Require(payload.Span);
        return payload;
    }

    private static void Require(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
        {
            throw Malformed("Invalid UTF-8");
        }

        try
        {
            var reader = new Utf8JsonReader(payload, Options);
            while (reader.Read())
            {
            }
        }
        catch (JsonException malformed)
        {
            throw Malformed(malformed.Message);
        }
    }

    private static LambdaException Malformed(string why) =>
        new("InvalidRequestContentException", 400, $"Could not parse request body into json: Could not parse payload into json: {why}");
}
