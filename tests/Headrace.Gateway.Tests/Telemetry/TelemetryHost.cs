using Headrace.Gateway.CloudWatch;
using Headrace.Gateway.Http;
using Headrace.Gateway.Logs;
using Headrace.Gateway.Telemetry;
using Headrace.Gateway.Tests.Telemetry;
using Headrace.Ledger;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(TelemetryHost))]

namespace Headrace.Gateway.Tests.Telemetry;

/// <summary>CloudWatch Logs and CloudWatch on a free loopback port, over real stores in a temporary folder.</summary>
public sealed class TelemetryHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-telemetry-").FullName;
    private LedgerDatabase? _ledger;
    private GatewayHost? _gateway;

    public AwsCredentials Credentials { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public Uri Endpoint => _gateway!.Endpoint;

    public LogStore Logs { get; private set; } = null!;

    public MetricStore Metrics { get; private set; } = null!;

    /// <summary>Programs of other people, pointed at this host.</summary>
    public ClientScript Clients => new(Endpoint, Credentials);

    /// <summary>Signs whatever it is given.</summary>
    public SignedHttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var time = TimeProvider.System;
        _ledger = LedgerDatabase.Open(Path.Combine(_folder, "ledger.db"));
        Metrics = MetricStore.Open(_ledger, time);
        Logs = LogStore.Open(Path.Combine(_folder, "logs"), time);
        _gateway = await GatewayHost.StartAsync(
            new GatewayOptions { Port = 0, Keys = new KeyRing(Credentials, time) },
            [new LogsEndpoint(Logs, time), new CloudWatchEndpoint(Metrics, time), new PrometheusEndpoint(Metrics)],
            time, NullLoggerFactory.Instance, CancellationToken.None);
        Http = new SignedHttpClient(Endpoint, Credentials);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
            await Metrics.DisposeAsync();
        }

        await (_ledger?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }
}
