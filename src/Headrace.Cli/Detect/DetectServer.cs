using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headrace.Vision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Cli.Detect;

/// <summary>The local REST server: <c>POST /api/object_detection</c>, <c>GET /healthz</c>.</summary>
internal sealed class DetectServer : IAsyncDisposable
{
    /// <summary>Bytes of a request's body, base64 and all.</summary>
    public const long MaximumBody = 32L << 20;

    /// <summary>Of a body that is too large, so much is still read: a client that is still sending would not hear the answer.</summary>
    private const long MostDiscarded = 4 * MaximumBody;

    private readonly WebApplication _application;
    private readonly DetectionService _service;

    private DetectServer(WebApplication application, DetectionService service)
    {
        _application = application;
        _service = service;
    }

    /// <summary>Scheme, host and the real port.</summary>
    public Uri Endpoint => new(_application.Urls.First());

    /// <param name="port">0 picks a free one.</param>
    /// <exception cref="CommandException">The model cannot be used, or the address is taken.</exception>
    public static async Task<DetectServer> StartAsync(string model, string host, int port, CancellationToken cancellationToken)
    {
        var service = DetectionService.Open(model);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{host}:{port}");
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostDiscarded;
        });
        var server = new DetectServer(builder.Build(), service);
        server._application.Run(server.HandleAsync);
        try
        {
            await server._application.StartAsync(cancellationToken);
            return server;
        }
        catch (IOException failure)
        {
            await server.DisposeAsync();
            throw new CommandException($"Cannot listen on {host}:{port}: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _service.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        switch (http.Request.Path.Value, http.Request.Method)
        {
            case ("/healthz", "GET" or "HEAD"):
                await http.Response.WriteAsync("ok\n", http.RequestAborted);
                break;
            case ("/api/object_detection", "POST"):
                await DetectAsync(http);
                break;
            case ("/healthz" or "/api/object_detection", _):
                await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, $"{http.Request.Method} is not for {http.Request.Path}.");
                break;
            default:
                await RefuseAsync(http, StatusCodes.Status404NotFound, "There is POST /api/object_detection and GET /healthz.");
                break;
        }
    }

    private async Task DetectAsync(HttpContext http)
    {
        DetectionRequest? request;
        try
        {
            if (await ReadAsync(http.Request, http.RequestAborted) is not { } body)
            {
                await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaximumBody} bytes.");
                return;
            }

            request = JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), DetectJson.Default.DetectionRequest);
        }
        catch (JsonException)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "The body is not JSON of the form {\"id\": \"…\", \"image_data\": \"<base64>\"}.");
            return;
        }

        if (request is not { Id.Length: > 0, ImageData.Length: > 0 })
        {
            var missing = string.IsNullOrEmpty(request?.Id) ? "id" : "image_data";
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The field '{missing}' is missing or empty.");
            return;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(request.ImageData.Length)];
        if (!Convert.TryFromBase64String(request.ImageData, bytes, out var length))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "The field 'image_data' is not base64.");
            return;
        }

        try
        {
            var (objects, milliseconds) = await _service.DetectAsync(bytes.AsMemory(0, length), http.RequestAborted);

            // Server-Timing (W3C): the client tells the detector's time from the way there and back by it.
            http.Response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"inference;dur={milliseconds:0.###}");
            await WriteAsync(http, StatusCodes.Status200OK, new DetectionAnswer(request.Id, objects), DetectJson.Default.DetectionAnswer);
        }
        catch (ImageRejected rejection)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The field 'image_data' holds {rejection.Message}.");
        }
    }

    /// <returns>Null for a body that is too large.</returns>
    private static async Task<MemoryStream?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MaximumBody));
        var buffer = new byte[64 * 1024];
        var length = 0L;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                length += read;
                if (length <= MaximumBody)
                {
                    body.Write(buffer, 0, read);
                }
            }
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return length <= MaximumBody ? body : null;
    }

    private static Task RefuseAsync(HttpContext http, int status, string sentence) =>
        WriteAsync(http, status, new DetectionRefusal(sentence), DetectJson.Default.DetectionRefusal);

    private static async Task WriteAsync<T>(HttpContext http, int status, T value, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), http.RequestAborted);
    }
}
