using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary>The answer to a request for a service that is not there: 501, naming it, in the shape the client's protocol reads.</summary>
internal static class UnimplementedService
{
    private const string Code = "NotImplemented";

    public static async Task WriteAsync(HttpContext http, string service, string requestId)
    {
        string message = $"The service '{service}' is not implemented.";
        bool isJson = http.Request.Headers.ContainsKey("X-Amz-Target") || http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        http.Response.StatusCode = StatusCodes.Status501NotImplemented;
        http.Response.Headers["x-amzn-ErrorType"] = Code;
        http.Response.ContentType = isJson ? "application/x-amz-json-1.0" : "text/xml";
        byte[] body = isJson ? Json(message) : Xml(message, requestId);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static byte[] Json(string message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("__type", Code);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Xml(string message, string requestId)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("ErrorResponse");
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", "Sender");
            xml.WriteElementString("Code", Code);
            xml.WriteElementString("Message", message);
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }
}
