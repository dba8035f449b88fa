using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.AwsQuery;

/// <summary>The query protocol's error document.</summary>
internal static class QueryErrors
{
    internal static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OmitXmlDeclaration = true, CheckCharacters = false };

    public static async Task WriteAsync(HttpContext http, string xmlNamespace, WireException error, string requestId)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement("ErrorResponse", xmlNamespace);
            xml.WriteStartElement("Error", xmlNamespace);
            xml.WriteElementString("Type", xmlNamespace, error.Status < 500 ? "Sender" : "Receiver");
            xml.WriteElementString("Code", xmlNamespace, CodeOf(error.Code));
            xml.WriteElementString("Message", xmlNamespace, new string([.. error.Message.Where(XmlConvert.IsXmlChar)]));
            xml.WriteEndElement();
            xml.WriteElementString("RequestId", xmlNamespace, requestId);
            xml.WriteEndElement();
        }

        await SendAsync(http, error.Status, buffer);
    }

    internal static async Task SendAsync(HttpContext http, int status, MemoryStream body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/xml";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    /// <summary>The common errors under the names that the query services have for them.</summary>
    /// <remarks><see href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html"/></remarks>
    private static string CodeOf(string code) => code switch
    {
        "UnrecognizedClientException" => "InvalidClientTokenId",
        "InvalidSignatureException" => "SignatureDoesNotMatch",
        "IncompleteSignatureException" => "IncompleteSignature",
        "MissingAuthenticationTokenException" => "MissingAuthenticationToken",
        "ExpiredTokenException" => "ExpiredToken",
        "ServiceException" => "InternalFailure",
        _ => code,
    };
}
