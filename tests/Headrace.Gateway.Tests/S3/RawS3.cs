using System.Net;
using System.Text;
using System.Xml.Linq;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Requests that no SDK would send, and answers as they stand on the wire.</summary>
public static class RawS3
{
    public static async Task<RawAnswer> SendRawAsync(
        this S3Host host, string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await host.Http.SendAsync(
            "s3", new HttpMethod(method), target, content, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)));
        return await RawAnswer.ReadAsync(response);
    }

    public static async Task<RawAnswer> SendAnonymouslyAsync(
        this S3Host host, string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await host.Anonymous.SendAsync(request);
        return await RawAnswer.ReadAsync(response);
    }

    /// <summary>After an error the server still serves.</summary>
    public static async Task AssertStillServesAsync(this S3Host host) =>
        Assert.Equal(HttpStatusCode.OK, (await host.SendRawAsync("GET", "/")).Status);
}

/// <param name="Headers">Response and content headers, values joined by commas.</param>
public sealed record RawAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public XElement Xml => XElement.Parse(Body);

    public string? Code => Element("Code");

    public string? Message => Element("Message");

    public static async Task<RawAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The text of the root's first child of that name.</summary>
    public string? Element(string name) => Xml.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    public void AssertError(HttpStatusCode status, string code, string? message = null)
    {
        Assert.Equal(status, Status);
        Assert.Equal(code, Code);
        if (message is not null)
        {
            Assert.Equal(message, Message);
        }

        Assert.Equal(Headers["x-amz-request-id"], Element("RequestId"));
        Assert.Equal(Headers["x-amz-id-2"], Element("HostId"));
    }
}
