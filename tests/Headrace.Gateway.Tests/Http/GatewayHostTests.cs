using System.Net;
using Headrace.Gateway.Http;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Headrace.Gateway.Tests.Http;

public sealed class GatewayHostTests
{
    private static readonly GatewayOptions Options = new() { Port = 0, Keys = new KeyRing(TestGateway.Main, TimeProvider.System) };

    [Theory]
    [InlineData("0.0.0.0", false, "Requests without signatures are served on loopback only, and 0.0.0.0 is not loopback.")]
    [InlineData("::", false, "Requests without signatures are served on loopback only, and :: is not loopback.")]
    [InlineData("nowhere.example", true, "'nowhere.example' is neither an IP address nor localhost.")]
    public async Task A_host_that_may_not_be_served_is_refused_in_one_sentence(string host, bool authenticate, string message)
    {
        GatewayStartException failure = await Assert.ThrowsAsync<GatewayStartException>(() => StartAsync(Options with { Host = host, Authenticate = authenticate }));
        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("127.5.6.7")]
    public async Task Loopback_is_served_without_authentication(string host)
    {
        await using GatewayHost gateway = await StartAsync(Options with { Host = host, Authenticate = false });
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(gateway.Endpoint, HealthPath))).StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_refused_in_one_sentence()
    {
        await using GatewayHost first = await StartAsync(Options);
        GatewayStartException failure = await Assert.ThrowsAsync<GatewayStartException>(() => StartAsync(Options with { Port = first.Endpoint.Port }));
        Assert.StartsWith($"Cannot listen on 127.0.0.1:{first.Endpoint.Port}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_requests_under_way_end()
    {
        var entered = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        var s3 = new EchoEndpoint("s3")
        {
            OnRequest = async _ =>
            {
                entered.TrySetResult();
                await released.Task;
            },
        };
        await using GatewayHost gateway = await StartAsync(Options, s3);
        using var client = new HttpClient();
        Task<HttpResponseMessage> underWay = client.GetAsync(new Uri(gateway.Endpoint, "/b"));
        await entered.Task;
        Task stopping = gateway.StopAsync(CancellationToken.None);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            while (true)
            {
                using var late = new HttpClient();
                await late.GetAsync(new Uri(gateway.Endpoint, HealthPath));
            }
        });
        Assert.False(stopping.IsCompleted);
        released.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await underWay).StatusCode);
        await stopping;
    }

    [Fact]
    public async Task Stopping_does_not_wait_longer_than_it_was_told()
    {
        var entered = new TaskCompletionSource();
        var s3 = new EchoEndpoint("s3")
        {
            OnRequest = request =>
            {
                entered.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted);
            },
        };
        await using GatewayHost gateway = await StartAsync(Options with { DrainTimeout = TimeSpan.FromMilliseconds(50) }, s3);
        using var client = new HttpClient();
        Task<HttpResponseMessage> underWay = client.GetAsync(new Uri(gateway.Endpoint, "/b"));
        await entered.Task;
        await gateway.StopAsync(CancellationToken.None);
        await Assert.ThrowsAsync<HttpRequestException>(() => underWay);
    }

    [Fact]
    public async Task A_connection_that_never_spoke_does_not_hold_up_the_stop()
    {
        await using GatewayHost gateway = await StartAsync(Options with { DrainTimeout = TimeSpan.FromHours(1) });
        using var silent = new System.Net.Sockets.TcpClient();
        await silent.ConnectAsync(gateway.Endpoint.Host, gateway.Endpoint.Port);
        using var client = new HttpClient();
        await client.GetAsync(new Uri(gateway.Endpoint, HealthPath));
        await gateway.StopAsync(CancellationToken.None);
    }

    private const string HealthPath = "/_headrace/health";

    private static Task<GatewayHost> StartAsync(GatewayOptions options, params IServiceEndpoint[] services) =>
        GatewayHost.StartAsync(options, services, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
}
