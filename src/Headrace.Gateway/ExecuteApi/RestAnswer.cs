using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>A method's answer, before it is sent.</summary>
internal sealed record RestAnswer(int Status, List<KeyValuePair<string, StringValues>> Headers, ReadOnlyMemory<byte> Body)
{
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        foreach (var (name, values) in Headers)
        {
            if (!ResponseHeader.IsTransport(name))
            {
                http.Response.Headers[name] = values;
            }
        }

        await InferredResponse.SendAsync(http, Body);
    }
}
