using System.Text;
using Headrace.Events.Dispatch;
using Headrace.Events.Rules;
using Headrace.Ledger;
using Headrace.Store;
using Headrace.Telemetry.Metrics;
using Headrace.Wire.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Events.Tests;

/// <summary>A queue and its dispatcher over a ledger file of their own.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private Engine(string folder, bool ownsFolder, ManualTime time, FakeFunctions functions, DeliveryFaults? faults)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        Time = time;
        Functions = functions;
        Ledger = LedgerDatabase.Open(Path.Combine(folder, "ledger.db"));
        Queue = EventQueue.Open(Ledger, time, faults);
        Metrics = MetricStore.Open(Ledger, TimeProvider.System);
        Rules = NotificationRules.Open(Ledger, Queue, S3EventVersion.Newest, "000000000000");
        Store = ObjectStore.Open(Ledger, Path.Combine(folder, "objects"), Rules, TimeProvider.System);
    }

    public string Folder => _folder;

    public ManualTime Time { get; }

    public FakeFunctions Functions { get; }

    public LedgerDatabase Ledger { get; }

    public EventQueue Queue { get; }

    public MetricStore Metrics { get; }

    public NotificationRules Rules { get; }

    public ObjectStore Store { get; }

    public EventDispatcher? Dispatcher { get; private set; }

    public static string Arn(string name) => $"arn:aws:lambda:us-east-1:000000000000:function:{name}";

    /// <param name="folder">A former engine's, or null for a new one.</param>
    public static Engine Open(string? folder = null, FakeFunctions? functions = null, DeliveryFaults? faults = null, ManualTime? time = null) =>
        new(folder ?? Directory.CreateTempSubdirectory("headrace-events-").FullName, folder is null, time ?? new ManualTime(), functions ?? new FakeFunctions(), faults);

    public static Engine Started(FakeFunctions? functions = null, DeliveryFaults? faults = null)
    {
        var engine = Open(functions: functions, faults: faults);
        engine.Start();
        return engine;
    }

    public void Start(DispatchOptions? options = null) =>
        Dispatcher = EventDispatcher.Start(Queue, Ledger, Store, Functions, Metrics, options ?? new DispatchOptions(), Time, NullLogger.Instance);

    /// <summary>Queues an event and returns its request id.</summary>
    public async Task<string> EnqueueAsync(string function, string payload = "{}")
    {
        var requestId = Guid.NewGuid().ToString();
        await Queue.EnqueueAsync(new QueuedEvent(Arn(function), requestId, Encoding.UTF8.GetBytes(payload)), CancellationToken.None);
        return requestId;
    }

    public Task StopAsync() => Dispatcher!.StopAsync(TimeSpan.FromMinutes(10));

    public long Waiting() => Ledger.Read(connection =>
    {
        using var count = connection.Prepare("SELECT count(*) FROM event");
        count.Step();
        return count.Int64(0);
    });

    public double Metric(string name, string? function = null)
    {
        var key = Metrics.List("AWS/Lambda", name).Single(key => function is null ? key.Dimensions.Count == 0 : key.Dimensions is [var only] && only.Value == function);
        return Metrics.Query(key, DateTimeOffset.MinValue.AddYears(1), DateTimeOffset.MaxValue.AddYears(-1), TimeSpan.FromMinutes(1)).Sum(minute => minute.Value.Sum);
    }

    public async ValueTask DisposeAsync()
    {
        if (Dispatcher is not null)
        {
            await Dispatcher.DisposeAsync();
        }

        await Store.DisposeAsync();
        await Metrics.DisposeAsync();
        await Ledger.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
