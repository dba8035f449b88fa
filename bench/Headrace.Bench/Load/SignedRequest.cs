using System.Globalization;
using System.Text;
using Headrace.Wire.Signing;

namespace Headrace.Bench.Load;

/// <summary>Signs requests ahead of a run and keeps them as the bytes that go on the wire, so that a run measures the server and not the signer.</summary>
public sealed class SignedRequest : HttpMessageHandler
{
    private byte[] _captured = [];

    /// <summary>The request as bytes: line, headers, signature, body. Valid for 15 minutes.</summary>
    public static Task<byte[]> BuildAsync(Uri endpoint, AwsCredentials credentials, string service, HttpMethod method, string target, byte[]? body, CancellationToken cancellationToken) =>
        BuildAsync(endpoint, credentials, service, method, target, body, contentType: null, [], cancellationToken);

    /// <param name="headers">Signed with the rest.</param>
    public static async Task<byte[]> BuildAsync(
        Uri endpoint, AwsCredentials credentials, string service, HttpMethod method, string target, byte[]? body, string? contentType, KeyValuePair<string, string>[] headers,
        CancellationToken cancellationToken)
    {
        using var capture = new SignedRequest();
        using var client = new SignedHttpClient(endpoint, credentials, handler: capture);
        using var content = body is null ? null : new ByteArrayContent(body);
        if (contentType is not null)
        {
            content?.Headers.ContentType = new(contentType);
        }

        using var response = await client.SendAsync(service, method, target, content, headers, cancellationToken: cancellationToken);
        return capture._captured;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{request.Method} {uri.PathAndQuery} HTTP/1.1\r\nHost: {request.Headers.Host ?? uri.Authority}\r\n");
        foreach (var header in request.Headers.NonValidated)
        {
            if (header.Key != "Host")
            {
                head.Append(CultureInfo.InvariantCulture, $"{header.Key}: {header.Value}\r\n");
            }
        }

        foreach (var header in request.Content?.Headers.NonValidated ?? default)
        {
            if (header.Key != "Content-Length")
            {
                head.Append(CultureInfo.InvariantCulture, $"{header.Key}: {header.Value}\r\n");
            }
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        _captured = [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
        return new HttpResponseMessage();
    }
}
