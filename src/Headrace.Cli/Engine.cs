using Headrace.Apis;
using Headrace.Apis.Plans;
using Headrace.Events;
using Headrace.Events.Dispatch;
using Headrace.Events.Rules;
using Headrace.Functions.Environments;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Gateway.ApiGateway;
using Headrace.Gateway.CloudWatch;
using Headrace.Gateway.DynamoDb;
using Headrace.Gateway.Ecr;
using Headrace.Gateway.ExecuteApi;
using Headrace.Gateway.Http;
using Headrace.Gateway.Iam;
using Headrace.Gateway.Lambda;
using Headrace.Gateway.Logs;
using Headrace.Gateway.RuntimeApi;
using Headrace.Gateway.S3;
using Headrace.Gateway.Sts;
using Headrace.Gateway.Telemetry;
using Headrace.Identity;
using Headrace.Ledger;
using Headrace.Store;
using Headrace.Tables;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace Headrace.Cli;

/// <summary>One running engine: every room, opened in the order of the data flow and closed in the opposite one.</summary>
public sealed class Engine : IAsyncDisposable
{
    private static readonly string[] RoomNames = ["ledger", "store", "events", "functions", "tables", "telemetry", "apis", "identity", "gateway"];

    /// <summary>As long as any environment lives, engine restarts apart.</summary>
    private static readonly TimeSpan CredentialsLifetime = TimeSpan.FromDays(7);

    /// <summary>How long a stop waits for events under way. They are not lost after it either: they run again.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    private readonly Stack<IAsyncDisposable> _rooms = new();
    private GatewayHost? _gateway;
    private Invoker? _invoker;
    private EventDispatcher? _dispatcher;
    private volatile bool _isStopping;

    private Engine(AwsCredentials credentials, string dataFolder)
    {
        Credentials = credentials;
        DataFolder = dataFolder;
    }

    /// <summary>Scheme, host and the real port.</summary>
    public Uri Endpoint => _gateway!.Endpoint;

    public AwsCredentials Credentials { get; }

    /// <summary>The whole path of the folder it keeps everything in.</summary>
    public string DataFolder { get; }

    /// <summary>What confines the functions on this machine.</summary>
    public IsolationReport Isolation => _invoker!.Isolation;

    /// <summary>How functions get the share of the processors that their memory buys; null: they do not.</summary>
    public string? ProcessorShares => _invoker!.ProcessorShares;

    /// <summary>Opens everything and listens.</summary>
    /// <exception cref="CommandException">One sentence: the folder is in use or not writable, the address is taken, …</exception>
    public static async Task<Engine> StartAsync(EngineOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var folder = Cli.DataFolder.Open(options.DataFolder);
        Engine? engine = null;
        try
        {
            engine = new Engine(options.Credentials ?? folder.Credentials(), folder.Path);
            engine.Keep(folder);
            await engine.OpenAsync(folder, options, time, logs, cancellationToken);
            return engine;
        }
        catch (Exception failure)
        {
            await (engine?.DisposeAsync() ?? ValueTask.CompletedTask);
            folder.Dispose();
            throw failure switch
            {
                GatewayStartException => new CommandException(failure.Message, failure),
                ProcessorShareException => new CommandException($"--cpu-share does not work here: {failure.Message}.", failure),
                LedgerException => new CommandException($"The database in {folder.Path} cannot be opened: {failure.Message}", failure),
                IOException or UnauthorizedAccessException => new CommandException($"The data folder {folder.Path} cannot be used: {failure.Message}", failure),
                _ => failure,
            };
        }
    }

    private async Task OpenAsync(DataFolder folder, EngineOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (TraceExport.Start() is { } traces)
        {
            Keep(traces);
        }

        var keys = new KeyRing(Credentials, time);
        var ledger = Keep(LedgerDatabase.Open(folder.Ledger));
        var metrics = Keep(MetricStore.Open(ledger, time));
        var logStore = LogStore.Open(folder.Logs, time);
        Keep(LogRetention.Start(logStore, time));

        var runtimeApi = Keep(await RuntimeApiServer.StartAsync(logs, cancellationToken));
        var invoker = _invoker = Keep(await Invoker.StartAsync(InvokerOptions(folder, options, keys), logStore, metrics, runtimeApi, time, cancellationToken));
        var registry = Keep(FunctionRegistry.Open(ledger, folder.Functions, time));
        var functions = new FunctionPort(registry, invoker);

        var queue = EventQueue.Open(ledger, time, options.Faults);
        var rules = NotificationRules.Open(ledger, queue, options.EventVersion, CanonicalUser.Of(keys.AccountId));
        var tables = Keep(TableStore.Open(ledger, time));
        var store = Keep(ObjectStore.Open(ledger, folder.Objects, rules, time));

        var apis = Keep(ApiRegistry.Open(ledger, time));
        var identities = Keep(await IdentityRegistry.OpenAsync(ledger, keys.AccountId, time, cancellationToken));
        var execution = new ExecuteApiServices(apis, Keep(PlanMeter.Open(apis, ledger, time)), registry, invoker, metrics, time);

        _gateway = Keep(await GatewayHost.StartAsync(
            new GatewayOptions { Host = options.Host, Port = options.Port, Authenticate = options.Authenticate, Keys = keys, Rooms = Rooms, CpuShare = options.CpuShare },
            [
                new MeteredS3(new S3Endpoint(store, rules, functions, keys, time), metrics, time),
                new LambdaEndpoint(new LambdaServices(
                    registry, invoker, queue, store, keys, time, (role, account) => identities.LambdaMayAssume(role, account, options.StrictRoles))),
                new DynamoDbEndpoint(tables, new TableMetrics(metrics), time),
                new LogsEndpoint(logStore, time),
                new CloudWatchEndpoint(metrics, time),
                new PrometheusEndpoint(metrics),
                new ApiGatewayEndpoint(new ApiGatewayServices(apis, execution, time)),
                Keep(new ExecuteApiEndpoint(execution)),
                new StsEndpoint(keys, identities, time),
                new IamEndpoint(identities, time),
                new EcrEndpoint(identities, time),
            ],
            time, logs, cancellationToken));

        // Functions call back: they start once there is somebody to call.
        registry.Retired += invoker.Retire;
        registry.LimitsChanged += invoker.ApplyLimits;
        foreach (var (version, limits) in registry.Snapshots().Where(snapshot => snapshot.Limits.Provisioned > 0 || snapshot.Limits.Reserved is not null))
        {
            invoker.ApplyLimits(version, limits);
        }

        _dispatcher = Keep(EventDispatcher.Start(
            queue, ledger, store, functions, metrics, new DispatchOptions(options.TimeScale), time, logs.CreateLogger<EventDispatcher>()));
    }

    private InvokerOptions InvokerOptions(DataFolder folder, EngineOptions options, KeyRing keys) => new()
    {
        RunFolder = folder.Run,
        RuntimesFolder = Installation.RuntimesFolder,
        BuiltInFolder = Installation.BuiltInFolder,
        Endpoint = () => Endpoint,
        Credentials = version =>
        {
            var issued = keys.Issue(version.Id.Name, CredentialsLifetime);
            return new SessionCredentials(issued.AccessKeyId, issued.SecretAccessKey, issued.SessionToken!);
        },
        AccountConcurrency = options.AccountConcurrency,
        MemoryBudget = options.MemoryBudget,
        CpuShare = options.CpuShare,
    };

    private Dictionary<string, string> Rooms() => RoomNames.ToDictionary(room => room, _ => _isStopping ? "stopping" : "running");

    /// <summary>Starts no more queued events and waits for those that run; then accepts no more requests and waits for those; then closes every room.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (_dispatcher is not null && _gateway is not null)
        {
            await _dispatcher.StopAsync(DrainLimit);
            await _gateway.StopAsync(cancellationToken);
        }

        await DisposeAsync();
    }

    /// <summary>Closes every room; what is under way is cut off, and nothing that was acknowledged is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_rooms.TryPop(out var room))
        {
            await room.DisposeAsync();
        }
    }

    private T Keep<T>(T room)
        where T : notnull
    {
        _rooms.Push(room as IAsyncDisposable ?? new Closing((IDisposable)room));
        return room;
    }

    private sealed class Closing(IDisposable room) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            room.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
