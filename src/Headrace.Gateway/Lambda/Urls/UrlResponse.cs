using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>What a function returned, as an HTTP response: an object with a <c>statusCode</c> says all itself; anything else is the body.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/></remarks>
internal static class UrlResponse
{
    public static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        if (document?.RootElement is not { } root)
        {
            await FailAsync(http);
            return;
        }

        http.Response.ContentType = "application/json";
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("statusCode", out var status))
        {
            await WriteDescribedAsync(http, root, status);
        }
        else
        {
            await SendAsync(http, root.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(root.GetString()!) : Compact(root));
        }
    }

    /// <summary>The function failed, or returned what is no response.</summary>
    public static async Task FailAsync(HttpContext http)
    {
        http.Response.StatusCode = 502;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-amzn-ErrorType"] = "InternalServerErrorException";
        await SendAsync(http, "Internal Server Error"u8.ToArray());
    }

    private static async Task WriteDescribedAsync(HttpContext http, JsonElement root, JsonElement status)
    {
        if (!TryReadStatus(status, out var code) || !TryReadBody(root, out var body) || !TryCopyHeaders(http.Response, root))
        {
            http.Response.Headers.Clear();
            await FailAsync(http);
            return;
        }

        http.Response.StatusCode = code;
        await SendAsync(http, body);
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

    private static bool TryCopyHeaders(HttpResponse response, JsonElement root)
    {
        if (root.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                var value = header.Value.ValueKind == JsonValueKind.String ? header.Value.GetString()! : header.Value.GetRawText();
                if (!IsHeader(header.Name, value))
                {
                    return false;
                }

                if (!header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !header.Name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                {
                    response.Headers[header.Name] = value;
                }
            }
        }

        if (root.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            foreach (var cookie in cookies.EnumerateArray())
            {
                if (cookie.ValueKind != JsonValueKind.String || !IsHeader("Set-Cookie", cookie.GetString()!))
                {
                    return false;
                }

                response.Headers.Append("Set-Cookie", cookie.GetString());
            }
        }

        return true;
    }

    /// <summary>A function must not be able to split the response.</summary>
    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) &&
        value.All(static c => c is >= ' ' and not (char)127 or '\t');

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

    private static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body)
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
