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

/// <summary>A Runtime API, an S3 and a DynamoDB on one port, as much of them as a function sees. S3 checks that requests are signed and that the payload is what was signed.</summary>
internal sealed class FakeCloud : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Channel<(string Id, byte[] Payload)> events = Channel.CreateUnbounded<(string, byte[])>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Outcome>> invocations = new();
    private int count;
    private int notModified;

    private FakeCloud(WebApplication application) => this.application = application;

    /// <summary><c>/bucket/key</c> → content and type.</summary>
    public ConcurrentDictionary<string, (byte[] Content, string? ContentType)> Objects { get; } = new();

    public TaskCompletionSource<Outcome> InitError { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed by the first <c>/next</c>.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The bodies of PutItem requests.</summary>
    public ConcurrentQueue<string> Items { get; } = new();

    /// <summary>Answers PutItem gives before it does its work, first come first.</summary>
    public ConcurrentQueue<(int Status, string Body)> ItemRefusals { get; } = new();

    /// <summary>When invocations time out; long ago unless it matters.</summary>
    public DateTimeOffset Deadline { get; set; } = DateTimeOffset.FromUnixTimeMilliseconds(1542409706888);

    /// <summary>How often S3 said that an object is what the asker knows.</summary>
    public int NotModified => notModified;

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
        context.Request.Path.StartsWithSegments("/2018-06-01/runtime", out var call) ? RuntimeAsync(context, call.Value!)
        : context.Request.Headers.ContainsKey("X-Amz-Target") ? PutItemAsync(context)
        : S3Async(context);

    private async Task PutItemAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        Assert.Equal("DynamoDB_20120810.PutItem", context.Request.Headers["X-Amz-Target"]);
        Assert.Contains("/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token;x-amz-target, Signature=", (string?)context.Request.Headers.Authorization, StringComparison.Ordinal);
        if (ItemRefusals.TryDequeue(out var refusal))
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsync(refusal.Body);
            return;
        }

        Items.Enqueue(System.Text.Encoding.UTF8.GetString(body));
        await context.Response.WriteAsync("{}");
    }

    private async Task RuntimeAsync(HttpContext context, string call)
    {
        if (call == "/invocation/next")
        {
            Ready.TrySetResult();
            var (id, payload) = await events.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = Deadline.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
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
        else if (context.Request.Headers.IfNoneMatch == ETag(found.Content))
        {
            context.Response.StatusCode = 304;
            Interlocked.Increment(ref notModified);
        }
        else
        {
            context.Response.Headers.ETag = ETag(found.Content);
            context.Response.Headers.LastModified = "Fri, 25 Apr 2025 19:00:03 GMT";
            context.Response.ContentLength = found.Content.Length;
            await context.Response.Body.WriteAsync(found.Content);
        }
    }

    private static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

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
