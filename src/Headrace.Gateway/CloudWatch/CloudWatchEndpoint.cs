using System.IO.Compression;
using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.CloudWatch;

/// <summary>CloudWatch's metrics over a <see cref="MetricStore"/>, in the Query, JSON and CBOR protocols.</summary>
/// <remarks>One operation is one file. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html</remarks>
public sealed class CloudWatchEndpoint(MetricStore metrics, TimeProvider time) : IServiceEndpoint
{
    /// <summary>AWS takes 1 MB; JSON and forms of the same may be several times as long once unpacked.</summary>
    /// <summary>As it comes, and unpacked.</summary>
    private static readonly BodyLimit Limit = BodyLimit.Of(8 * 1024 * 1024, "RequestEntityTooLarge");

    public string ServiceName => "monitoring";

    public BodyLimit? BodyLimit => Limit;

    public async Task HandleAsync(GatewayRequest request)
    {
        var body = await ReadAsync(request);
        var (operation, input) = CloudWatchProtocols.Read(request.Http.Request, body);
        if (CloudWatchOperations.Find(operation) is not { } handle)
        {
            throw CloudWatchOperations.IsKnown(operation)
                ? CloudWatchErrors.NotImplemented($"The operation {operation}")
                : new WireException("InvalidAction", 400, $"Could not find operation {operation} for version 2010-08-01");
        }

        var answer = await handle(new CloudWatchCall(new Structure(input), metrics, request.Scope, time.GetUtcNow(), request.Aborted));
        await CloudWatchProtocols.WriteAsync(request.Http, operation, answer, request.RequestId);
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) => CloudWatchProtocols.WriteErrorAsync(http, error, requestId);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(GatewayRequest request)
    {
        var isGzip = request.Http.Request.Headers.ContentEncoding == "gzip";
        await using var source = isGzip ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, request.Aborted)) > 0)
            {
                whole.Write(buffer, 0, read);
                if (whole.Length > Limit.Bytes)
                {
                    throw Limit.Refusal(request.Http);
                }
            }
        }
        catch (InvalidDataException)
        {
            throw CloudWatchErrors.Serialization("The request is no gzip.");
        }

        return whole.ToArray();
    }
}
