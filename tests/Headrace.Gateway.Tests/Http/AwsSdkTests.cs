using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Xunit;

namespace Headrace.Gateway.Tests.Http;

/// <summary>AWS's own client signs, frames and checksums; the front door must take all of it.</summary>
public sealed class AwsSdkTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Uploads_of_the_sdk_arrive_whole(bool pathStyle, bool chunked)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        string? seenPath = null;
        string? seenChecksums = null;
        gateway.S3.OnRequest = request =>
        {
            seenPath = request.RawPath;
            request.Http.Response.OnStarting(() =>
            {
                seenChecksums = string.Join(',', request.Checksums.Keys);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        };
        using var client = new AmazonS3Client(TestGateway.Main.AccessKeyId, TestGateway.Main.SecretAccessKey, new AmazonS3Config
        {
            ServiceURL = pathStyle ? gateway.Host.Endpoint.AbsoluteUri : $"http://s3.localhost:{gateway.Host.Endpoint.Port}",
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = pathStyle,
            MaxErrorRetry = 0,
            HttpClientFactory = new LoopbackClients(),
        });
        byte[] payload = RandomNumberGenerator.GetBytes(200_000);
        PutObjectResponse put = await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "bucket",
                Key = "a key/with ünicode+plus",
                InputStream = new MemoryStream(payload),
                UseChunkEncoding = chunked,
                Metadata = { ["x-amz-meta-a"] = "two  spaces" },
            },
            TestContext.Current.CancellationToken);
        Assert.Equal("\"echo\"", put.ETag);
        Assert.Equal("/bucket/a%20key/with%20%C3%BCnicode%2Bplus", seenPath);
        Assert.Single(seenChecksums!.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Resolves every name to loopback, as <c>*.localhost</c> is meant to be.</summary>
    private sealed class LoopbackClients : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            ConnectCallback = static async (context, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
    }
}
