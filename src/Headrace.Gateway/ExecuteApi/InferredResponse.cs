using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>
/// What a function returned, as an HTTP response of format 2.0: an object with a <c>statusCode</c> says all itself; anything else is the body.
/// </summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/></remarks>
internal static class InferredResponse
{
    /// <returns>False when it is no response; then nothing is written.</returns>
    public static async Task<bool> TryWriteAsync(HttpContext http, ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        if (document?.RootElement is not { } root)
        {
            return false;
        }

        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("statusCode", out var status))
        {
            return await TryWriteDescribedAsync(http, root, status);
        }

        http.Response.ContentType = "application/json";
        await SendAsync(http, root.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(root.GetString()!) : Compact(root));
        return true;
    }

    private static async Task<bool> TryWriteDescribedAsync(HttpContext http, JsonElement root, JsonElement status)
    {
        if (!TryReadStatus(status, out var code) || !TryReadBody(root, out var body) || !HasValidHeaders(root))
        {
            return false;
        }

        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        CopyHeaders(http.Response, root);
        await SendAsync(http, body);
        return true;
    }

    private static bool TryReadStatus(JsonElement status, out int code)
    {
        code = 0;
        var isNumber = status.ValueKind == JsonValueKind.Number
            ? status.TryGetInt32(out code)
            : status.ValueKind == JsonValueKind.String && int.TryParse(status.GetString(), out code);
        return isNumber && code is >= 100 and <= 599;
    }

    private static bool TryReadBody(JsonElement root, out byte[] body)
    {
        body = [];
        if (!root.TryGetProperty("body", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var isBase64 = root.TryGetProperty("isBase64Encoded", out var flag) && flag.ValueKind == JsonValueKind.True;
        if (isBase64)
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out body!);
        }

        body = Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        return true;
    }

    private static bool HasValidHeaders(JsonElement root) =>
        (!root.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object ||
            headers.EnumerateObject().All(static header => ResponseHeader.IsValid(header.Name, ResponseHeader.TextOf(header.Value)))) &&
        (!root.TryGetProperty("cookies", out var cookies) || cookies.ValueKind != JsonValueKind.Array ||
            cookies.EnumerateArray().All(static cookie => cookie.ValueKind == JsonValueKind.String && ResponseHeader.IsValid("Set-Cookie", cookie.GetString()!)));

    private static void CopyHeaders(HttpResponse response, JsonElement root)
    {
        if (root.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                if (!ResponseHeader.IsTransport(header.Name))
                {
                    response.Headers[header.Name] = ResponseHeader.TextOf(header.Value);
                }
            }
        }

        if (root.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            foreach (var cookie in cookies.EnumerateArray())
            {
                response.Headers.Append("Set-Cookie", cookie.GetString());
            }
        }
    }

    /// <summary>AWS sends what is no string as JSON without white space, however the function wrote it.</summary>
    private static ReadOnlyMemory<byte> Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 });
        value.WriteTo(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 1000 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        if (http.Response.StatusCode is >= 200 and not (204 or 304))
        {
            http.Response.ContentLength = body.Length;
            if (!HttpMethods.IsHead(http.Request.Method))
            {
                await http.Response.Body.WriteAsync(body, http.RequestAborted);
            }
        }
    }
}
