using System.Text;
using Headrace.Bootstrap.Http;
using Headrace.Bootstrap.Runtime;

namespace Headrace.Bootstrap.S3;

/// <summary>Reads an S3 error document: <c>&lt;Error&gt;&lt;Code&gt;…&lt;/Code&gt;&lt;Message&gt;…&lt;/Message&gt;…</c></summary>
internal static class S3Refusal
{
    public static HandlerException Read(string method, string bucket, string key, HttpReply reply)
    {
        var document = Encoding.UTF8.GetString(reply.Body.Span);
        var code = Element(document, "Code") ?? $"Http{reply.Status}";
        var message = Element(document, "Message") ?? "no reason given";
        var region = reply.Status == 301 ? $" (it is in {reply.Header("x-amz-bucket-region"u8)})" : "";
        return new HandlerException(code, $"{method} {bucket}/{key}: {reply.Status} {code}: {message}{region}");
    }

    /// <summary>Two flat elements do not need an XML reader, and what is read is only shown.</summary>
    private static string? Element(string document, string name)
    {
        var start = document.IndexOf($"<{name}>", StringComparison.Ordinal);
        var end = start < 0 ? -1 : document.IndexOf($"</{name}>", start, StringComparison.Ordinal);
        return end < 0 ? null : document[(start + name.Length + 2)..end];
    }
}
