using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>A Runtime API and an S3 on one port, as much of them as a function sees. S3 checks that requests are signed and that the payload is what was signed.</summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Channel<(string Id, byte[] Payload)> events = Channel.CreateUnbounded<(string, byte[])>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Outcome>> invocations = new();
    private int count;

    private FakeCloud(WebApplication application) => this.application = application;

    /// <summary><c>/bucket/key</c> → content and type.</summary>
    public ConcurrentDictionary<string, (byte[] Content, string? ContentType)> Objects { get; } = new();

    public TaskCompletionSource<Outcome> InitError { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed by the first <c>/next</c>.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Statuses S3 answers before it does its work, first come first.</summary>
    public ConcurrentQueue<int> Refusals { get; } = new();

    public string Address { get; private set; } = "";

    public static async Task<FakeCloud> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var cloud = new FakeCloud(builder.Build());
        cloud.application.Run(cloud.AnswerAsync);
        await cloud.application.StartAsync();
        cloud.Address = cloud.application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()["http://".Length..];
        return cloud;
    }

    public Task<Outcome> InvokeAsync(byte[] payload)
    {
        var id = $"00000000-0000-4000-8000-{Interlocked.Increment(ref count):000000000000}";
        var outcome = invocations.GetOrAdd(id, _ => new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        events.Writer.TryWrite((id, payload));
        return outcome.Task;
    }

    private Task AnswerAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/2018-06-01/runtime", out var call) ? RuntimeAsync(context, call.Value!) : S3Async(context);

    private async Task RuntimeAsync(HttpContext context, string call)
    {
        if (call == "/invocation/next")
        {
            Ready.TrySetResult();
            var (id, payload) = await events.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = "1542409706888";
            context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:000000000000:function:f";
            await context.Response.Body.WriteAsync(payload);
            return;
        }

        var body = await ReadAsync(context);
        var outcome = new Outcome(body, call.EndsWith("/error", StringComparison.Ordinal) ? (string?)context.Request.Headers["Lambda-Runtime-Function-Error-Type"] : null);
        context.Response.StatusCode = 202;
        await context.Response.WriteAsync("{\"status\":\"OK\"}");
        await context.Response.CompleteAsync();
        if (call == "/init/error")
        {
            InitError.TrySetResult(outcome);
        }
        else
        {
            invocations[call.Split('/')[2]].TrySetResult(outcome);
        }
    }

    private async Task S3Async(HttpContext context)
    {
        var body = await ReadAsync(context);
        // As sent: the server's own reading would fold dot segments, which are parts of a key here.
        var name = Uri.UnescapeDataString(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var request = context.Request;
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", (string?)request.Headers.Authorization, StringComparison.Ordinal);
        Assert.Equal("the-session-token", request.Headers["x-amz-security-token"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), request.Headers["x-amz-content-sha256"]);
        if (Refusals.TryDequeue(out var status))
        {
            await RefuseAsync(context, status, "SlowDown", "Please reduce your request rate.");
        }
        else if (request.Method == "PUT")
        {
            Objects[name] = (body, request.ContentType);
        }
        else if (!Objects.TryGetValue(name, out var found))
        {
            await RefuseAsync(context, 404, "NoSuchKey", "The specified key does not exist.");
        }
        else
        {
            context.Response.ContentLength = found.Content.Length;
            await context.Response.Body.WriteAsync(found.Content);
        }
    }

    /// <summary>Without a length: the body comes chunked.</summary>
    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
