using System.Diagnostics;
using Headrace.Gateway.Http;
using Headrace.Gateway.S3;
using Headrace.Telemetry.Metrics;
using Headrace.Telemetry.Traces;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Telemetry;

/// <summary>S3 with its spans and its request metrics (namespace <c>AWS/S3</c>, dimensions <c>BucketName</c> and <c>FilterId=EntireBucket</c>).</summary>
/// <remarks>
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html. Refused requests of strangers and requests about buckets that do
/// not exist are not counted: a name alone must not cost memory.
/// </remarks>
public sealed class MeteredS3(IServiceEndpoint s3, MetricStore metrics, TimeProvider time) : IServiceEndpoint
{
    private const string Namespace = "AWS/S3";

    private static readonly KeyValuePair<string, string> EntireBucket = KeyValuePair.Create("FilterId", "EntireBucket");

    public string ServiceName => s3.ServiceName;

    public BodyLimit? BodyLimit => s3.BodyLimit;

    public async Task HandleAsync(GatewayRequest request)
    {
        var started = time.GetTimestamp();
        long? answering = null;
        var status = 0;
        request.Http.Response.OnStarting(() =>
        {
            answering = time.GetTimestamp();
            return Task.CompletedTask;
        });
        using var span = StartSpan(request);
        try
        {
            await s3.HandleAsync(request);
            status = request.Http.Response.StatusCode;
        }
        catch (WireException refusal)
        {
            status = request.AccessKeyId is null || refusal.Code is "NoSuchBucket" or "InvalidBucketName" ? 0 : refusal.Status;
            throw;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            status = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            span?.SetTag("http.response.status_code", status > 0 ? status : StatusCodes.Status400BadRequest);
            if (status > 0 && BucketOf(request.RawPath) is { } bucket)
            {
                // What has no body to send starts when this returns.
                var ended = time.GetTimestamp();
                var received = (request.Body as VerifiedBody)?.EndedAt ?? started;
                Record(request.Http, bucket, status, time.GetElapsedTime(received, answering ?? ended), time.GetElapsedTime(started, ended));
            }
        }
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) => s3.WriteErrorAsync(http, error, requestId, hostId);

    /// <summary>The request's span; what the request causes hears of it in the header that a client may have sent.</summary>
    private static Activity? StartSpan(GatewayRequest request)
    {
        if (!Tracing.IsOn)
        {
            return null;
        }

        var headers = request.Http.Request.Headers;
        var before = headers[S3Request.TraceHeader] is [{ } given, ..] ? given : null;
        var span = Tracing.Start($"S3 {request.Http.Request.Method}", ActivityKind.Server, before, headers.TraceParent is [{ } parent, ..] ? parent : null);
        if (span is not null)
        {
            headers[S3Request.TraceHeader] = Tracing.Header(span, before);
            span.SetTag("rpc.service", "S3").SetTag("aws.s3.bucket", BucketOf(request.RawPath)).SetTag("aws.request_id", request.RequestId);
        }

        return span;
    }

    private static string? BucketOf(string path)
    {
        var end = path.IndexOf('/', 1);
        var bucket = end < 0 ? path[1..] : path[1..end];
        return bucket.Length is >= 3 and <= 63 ? bucket : null;
    }

    /// <param name="firstByte">From the whole request's arrival to the beginning of the answer.</param>
    /// <param name="total">From the request's first byte to the answer's last.</param>
    private void Record(HttpContext http, string bucket, int status, TimeSpan firstByte, TimeSpan total)
    {
        var dimension = KeyValuePair.Create("BucketName", bucket);
        metrics.Count(Namespace, "AllRequests", dimension, EntireBucket);
        if (KindOf(http.Request) is { } kind)
        {
            metrics.Count(Namespace, kind, dimension, EntireBucket);
        }

        metrics.Record(Namespace, "4xxErrors", "Count", status is >= 400 and < 500 ? 1 : 0, dimension, EntireBucket);
        metrics.Record(Namespace, "5xxErrors", "Count", status >= 500 ? 1 : 0, dimension, EntireBucket);
        metrics.Record(Namespace, "FirstByteLatency", "Milliseconds", firstByte.TotalMilliseconds, dimension, EntireBucket);
        metrics.Record(Namespace, "TotalRequestLatency", "Milliseconds", total.TotalMilliseconds, dimension, EntireBucket);
    }

    private static string? KindOf(HttpRequest request) => request.Method switch
    {
        "GET" => request.Path.Value is { } path && path.IndexOf('/', 1) is > 0 and var slash && slash < path.Length - 1 ? "GetRequests" : "ListRequests",
        "PUT" => "PutRequests",
        "HEAD" => "HeadRequests",
        "DELETE" => "DeleteRequests",
        "POST" => "PostRequests",
        _ => null,
    };
}
