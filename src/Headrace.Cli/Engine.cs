using Headrace.Events;
using Headrace.Functions.Registry;
using Headrace.Gateway.Http;
using Headrace.Gateway.Telemetry;
using Headrace.Ledger;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace Headrace.Cli;

/// <summary>One running engine: every room, opened in the order of the data flow and closed in the opposite one.</summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _rooms = new();
    private GatewayHost? _gateway;

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
                LedgerException => new CommandException($"The database in {folder.Path} cannot be opened: {failure.Message}", failure),
                IOException or UnauthorizedAccessException => new CommandException($"The data folder {folder.Path} cannot be used: {failure.Message}", failure),
                _ => failure,
            };
        }
    }

    private async Task OpenAsync(DataFolder folder, EngineOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var ledger = Keep(LedgerDatabase.Open(folder.Ledger));
        var metrics = Keep(MetricStore.Open(ledger, time));
        var logStore = LogStore.Open(folder.Logs, time);
        var functions = Keep(FunctionRegistry.Open(ledger, folder.Functions, time));
        var queue = EventQueue.Open(ledger, time);

        _gateway = Keep(await GatewayHost.StartAsync(
            new GatewayOptions
            {
                Host = options.Host, Port = options.Port, Authenticate = options.Authenticate, Keys = new KeyRing(Credentials, time),
            },
            [new TelemetryEndpoint(logStore, metrics, time)], time, logs, cancellationToken));
        _ = (functions, queue);
    }

    /// <summary>Accepts nothing new, lets what is under way end, then closes every room.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_gateway is not null)
        {
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
