using System.ComponentModel;
using System.Net;
using System.Text;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Functions.RuntimeApi;
using Headrace.Telemetry.Logs;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>What all environments share: the machine's confinement, the process loop, the memory watchdog, and who has which address.</summary>
internal sealed class EnvironmentHost : IAsyncDisposable
{
    private const int MostSlots = 1 << 16;

    /// <summary>Folders below the run folder: what dies with the engine (in memory where it may mount), in it the environments; merged layers.</summary>
    private const string Live = "live";
    private const string Environments = "environments";
    private const string Layers = "layers";

    private readonly ProcessLoop _processes;
    private readonly SystemConfiguration _configuration;
    private readonly MemoryWatchdog _watchdog;
    private readonly ProcessorGroups? _groups;
    private readonly Lock _lock = new();
    private readonly Queue<int> _freeSlots = new();
    private readonly string _environmentsFolder;
    private readonly string _layersFolder;
    private int _nextSlot = 1;

    private EnvironmentHost(InvokerOptions options, ProcessLoop processes, Sandbox sandbox, SystemConfiguration configuration, ProcessorGroups? groups, LogStore logs, IRuntimeApiHost runtimeApi, TimeProvider time)
    {
        Options = options;
        Sandbox = sandbox;
        Logs = logs;
        RuntimeApi = runtimeApi;
        Time = time;
        Runtimes = new RuntimeCatalog(options.RuntimesFolder, options.BuiltInFolder);
        _processes = processes;
        _configuration = configuration;
        _groups = groups;
        _environmentsFolder = Path.Combine(options.RunFolder, Live, Environments);
        _layersFolder = Path.Combine(options.RunFolder, Layers);
        _watchdog = new MemoryWatchdog(time);
        Starting = new SemaphoreSlim(options.MostStarting);
    }

    public InvokerOptions Options { get; }

    public Sandbox Sandbox { get; }

    public LogStore Logs { get; }

    public IRuntimeApiHost RuntimeApi { get; }

    public RuntimeCatalog Runtimes { get; }

    public TimeProvider Time { get; }

    /// <summary>Initialisations under way at once: more would only take each other's processor, and their 10 s with it.</summary>
    public SemaphoreSlim Starting { get; }

    /// <summary>How environments get the share of the processors that their memory buys; null: they do not.</summary>
    public string? ProcessorShares => _groups?.Summary;

    /// <summary>Removes what a dead engine left, and finds out how functions can be confined here.</summary>
    /// <exception cref="ProcessorShareException">Processors are to be shared out, and cannot be.</exception>
    public static async Task<EnvironmentHost> StartAsync(
        InvokerOptions options, LogStore logs, IRuntimeApiHost runtimeApi, TimeProvider time, CancellationToken cancellationToken)
    {
        var groups = options.CpuShare ? ProcessorGroups.Open() : null;
        Directory.CreateDirectory(options.RunFolder);
        TemporaryFolder.Sweep(Path.Combine(options.RunFolder, Live), Environments);
        TemporaryFolder.Sweep(Path.Combine(options.RunFolder, Layers), "");
        var live = Directory.CreateDirectory(Path.Combine(options.RunFolder, Live)).FullName;
        var canMount = TemporaryFolder.MountRoot(live);
        Directory.CreateDirectory(Path.Combine(live, Environments));
        var configuration = new SystemConfiguration(Path.Combine(live, "etc"));
        var processes = new ProcessLoop();
        var isolation = await new IsolationProbe(processes, live, configuration, time).RunAsync(options.UseSandbox, canMount, cancellationToken);
        return new EnvironmentHost(options, processes, new Sandbox(isolation, configuration.Folder), configuration, groups, logs, runtimeApi, time);
    }

    public int TakeSlot()
    {
        lock (_lock)
        {
            // The slot freed longest ago first: a late packet or process of the last holder meets nobody.
            if (_nextSlot == MostSlots)
            {
                return _freeSlots.Dequeue();
            }

            if (Sandbox.UserOf(_nextSlot) is { } user)
            {
                _configuration.AddUser(user);
            }

            return _nextSlot++;
        }
    }

    public void FreeSlot(int slot)
    {
        lock (_lock)
        {
            _freeSlots.Enqueue(slot);
        }
    }

    /// <summary>127.77.x.y: an address of the slot's own.</summary>
    public static IPAddress AddressOf(int slot) => new([127, 77, (byte)(slot >> 8), (byte)slot]);

    public TemporaryFolder CreateFolder(int slot, int ephemeralStorage) =>
        new(Path.Combine(_environmentsFolder, $"{slot}-{Guid.NewGuid():N}"), Sandbox.UserOf(slot), ephemeralStorage, Sandbox.Isolation.CanMount);

    /// <summary>Null when processors are not shared out.</summary>
    public ProcessorGroup? CreateGroup(int slot, int memorySize) => _groups?.Create($"{slot}-{Guid.NewGuid():N}", memorySize);

    public string? LayersOf(FunctionVersion version) => LayerMerge.Prepare(version.LayerDirectories, Path.Combine(_layersFolder, version.RevisionId));

    /// <summary>Null when the process cannot be started; the log then says why.</summary>
    public async Task<RuntimeProcess?> StartAsync(IReadOnlyList<string> command, SafeFileHandle variables, EnvironmentLog log)
    {
        _configuration.Refresh();
        try
        {
            return new RuntimeProcess(await _processes.StartAsync(command, [], variables, log), new RuntimeSession(), Sandbox.IsConfined);
        }
        catch (Win32Exception failure)
        {
            log.Append(Encoding.UTF8.GetBytes($"{command[0]}: {failure.Message}\n"));
            return null;
        }
    }

    public void Watch(ExecutionEnvironment environment) => _watchdog.Add(environment);

    public void Unwatch(ExecutionEnvironment environment) => _watchdog.Remove(environment);

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        _processes.Dispose();
        _groups?.Close();
        Starting.Dispose();
        TemporaryFolder.Sweep(Path.Combine(Options.RunFolder, Live), Environments);
    }
}
