using Headrace.Events;
using Headrace.Events.Rules;
using Headrace.Functions.Environments;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Gateway.Http;
using Headrace.Gateway.Lambda;
using Headrace.Gateway.RuntimeApi;
using Headrace.Gateway.S3;
using Headrace.Gateway.Tests.Lambda;
using Headrace.Ledger;
using Headrace.Store;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Events;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

[assembly: AssemblyFixture(typeof(LambdaHost))]

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>The Lambda and S3 APIs on a free loopback port, over real rooms in a temporary folder; functions run as real processes.</summary>
public sealed class LambdaHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-lambda-").FullName;
    private readonly Stack<IAsyncDisposable> _rooms = new();
    private FunctionRegistry? _registry;
    private GatewayHost? _gateway;

    public AwsCredentials Credentials { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public Uri Endpoint => _gateway!.Endpoint;

    /// <summary>Programs of other people, pointed at this host.</summary>
    public ClientScript Clients => new(Endpoint, Credentials);

    /// <summary>Signs whatever it is given.</summary>
    public SignedHttpClient Http { get; private set; } = null!;

    /// <summary>Signs nothing.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var time = TimeProvider.System;
        var logs = NullLoggerFactory.Instance;
        var ledger = Keep(LedgerDatabase.Open(Path.Combine(_folder, "ledger.db")));
        var metrics = Keep(MetricStore.Open(ledger, time));
        var logStore = LogStore.Open(Path.Combine(_folder, "logs"), time);
        _registry = FunctionRegistry.Open(ledger, Path.Combine(_folder, "code"), time);
        var queue = EventQueue.Open(ledger, time);
        var rules = NotificationRules.Open(ledger, queue, S3EventVersion.Newest, "OWNER");
        var store = Keep(ObjectStore.Open(ledger, Path.Combine(_folder, "objects"), rules, time));
        var runtimeApi = Keep(await RuntimeApiServer.StartAsync(logs, CancellationToken.None));
        var keys = new KeyRing(Credentials, time);
        var options = new InvokerOptions
        {
            RunFolder = Path.Combine(_folder, "run"),
            RuntimesFolder = Path.Combine(ClientScript.Root, "functions", "runtimes"),
            Endpoint = () => Endpoint,
            Credentials = version => Session(keys, version),
        };
        var invoker = Keep(await Invoker.StartAsync(options, logStore, metrics, runtimeApi, time, CancellationToken.None));
        _registry.Retired += invoker.Retire;
        _registry.LimitsChanged += invoker.ApplyLimits;
        var port = new FunctionPort(_registry, invoker);

        _gateway = Keep(await GatewayHost.StartAsync(
            new GatewayOptions { Port = 0, Keys = keys },
            [new S3Endpoint(store, rules, port, keys, time), new LambdaEndpoint(new LambdaServices(_registry, invoker, queue, store, keys, time))],
            time, logs, CancellationToken.None));
        Http = new SignedHttpClient(Endpoint, Credentials);
        Anonymous = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Endpoint };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        Anonymous?.Dispose();
        while (_rooms.TryPop(out var room))
        {
            await room.DisposeAsync();
        }

        _registry?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static SessionCredentials Session(KeyRing keys, FunctionVersion version)
    {
        var issued = keys.Issue(version.Arn, TimeSpan.FromHours(1));
        return new SessionCredentials(issued.AccessKeyId, issued.SecretAccessKey, issued.SessionToken!);
    }

    private T Keep<T>(T room)
        where T : IAsyncDisposable
    {
        _rooms.Push(room);
        return room;
    }
}
