using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Headrace.Gateway.Http;
using Headrace.Wire.Signing;
using Xunit;

namespace Headrace.Gateway.Tests.Http;

/// <summary>A front door on a free port of loopback, with echoes behind it.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public static readonly AwsCredentials Main = new("000000000000", "test-secret");

    private TestGateway(GatewayHost host, KeyRing keys)
    {
        Host = host;
        Keys = keys;
        Client = new SignedHttpClient(host.Endpoint, Main);
    }

    public GatewayHost Host { get; }

    public KeyRing Keys { get; }

    public SignedHttpClient Client { get; }

    public HttpClient Http { get; } = new();

    public required EchoEndpoint S3 { get; init; }

    public required EchoEndpoint Lambda { get; init; }

    public required ListLogger Log { get; init; }

    public static async Task<TestGateway> StartAsync(bool authenticate = true)
    {
        var s3 = new EchoEndpoint("s3");
        var lambda = new EchoEndpoint("lambda");
        var log = new ListLogger();
        var keys = new KeyRing(Main, TimeProvider.System);
        var options = new GatewayOptions
        {
            Port = 0,
            Keys = keys,
            Authenticate = authenticate,
            Rooms = static () => new Dictionary<string, string> { ["store"] = "running" },
        };
        GatewayHost host = await GatewayHost.StartAsync(options, [s3, lambda], TimeProvider.System, log, TestContext.Current.CancellationToken);
        return new TestGateway(host, keys) { S3 = s3, Lambda = lambda, Log = log };
    }

    public Uri Address(string target) => new(Host.Endpoint.AbsoluteUri.TrimEnd('/') + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>Sends bytes as they are and reads the answers until the gateway closes or as many have come.</summary>
    public async Task<List<(int Status, string Body)>> SendRawAsync(int answers, params string[] writes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Host.Endpoint.Host, Host.Endpoint.Port);
        await using NetworkStream stream = client.GetStream();
        foreach (string text in writes)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        }

        var reader = new RawAnswers(stream);
        var read = new List<(int, string)>();
        while (read.Count < answers && await reader.NextAsync() is { } answer)
        {
            read.Add(answer);
        }

        return read;
    }

    public static async Task<Dictionary<string, string?>> SeenAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(text)!;
    }

    public static async Task AssertErrorAsync(int status, string start, HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
    }

    /// <summary>After whatever went wrong, the next request is served.</summary>
    public async Task AssertStillServesAsync()
    {
        using HttpResponseMessage response = await Client.SendAsync("s3", HttpMethod.Get, "/bucket/still");
        Assert.Equal("/bucket/still", (await SeenAsync(response))["path"]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
