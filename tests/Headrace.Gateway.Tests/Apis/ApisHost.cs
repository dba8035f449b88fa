using Headrace.Cli;
using Headrace.Gateway.Tests.Apis;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(ApisHost))]

namespace Headrace.Gateway.Tests.Apis;

/// <summary>A whole engine on a free loopback port; functions run as real processes.</summary>
public sealed class ApisHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-apis-").FullName;
    private Engine? _engine;

    public AwsCredentials Credentials { get; } = new("000000000000", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public Uri Endpoint => _engine!.Endpoint;

    /// <summary>Programs of other people, pointed at this host.</summary>
    public ClientScript Clients => new(Endpoint, Credentials);

    /// <summary>Signs whatever it is given.</summary>
    public SignedHttpClient Http { get; private set; } = null!;

    /// <summary>Signs nothing.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Http = new SignedHttpClient(Endpoint, Credentials);
        Anonymous = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Endpoint };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        Anonymous?.Dispose();
        await (_engine?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync() => _engine = await Engine.StartAsync(
        new EngineOptions { DataFolder = _folder, Port = 0, Credentials = Credentials }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
