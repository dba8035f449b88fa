using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Http;

/// <summary><c>GET /_headrace/health</c>: <c>{"status":"ok","version":"0.1.0","cpu_share":false,"rooms":{"store":"running"}}</c>.</summary>
internal sealed class HealthPage(GatewayOptions options)
{
    public const string Path = "/_headrace/health";

    private static readonly string Version =
        typeof(HealthPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public async Task WriteAsync(HttpContext http)
    {
        if (http.Request.Method is not ("GET" or "HEAD"))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WriteString("version", Version);
            json.WriteBoolean("cpu_share", options.CpuShare);
            json.WriteStartObject("rooms");
            foreach ((string room, string state) in options.Rooms())
            {
                json.WriteString(room, state);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }
}
