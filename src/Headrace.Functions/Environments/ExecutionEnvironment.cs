using System.Net;
using System.Security.Cryptography;
using System.Text;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Functions.RuntimeApi;
using Headrace.Wire.Lambda;

namespace Headrace.Functions.Environments;

/// <summary>
/// One execution environment: an address, a /tmp, a log stream, and the runtime process in it. Runs one invocation at a time; the invoker
/// sees to that.
/// </summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>A measurement younger than this is good enough for a REPORT.</summary>
    private static readonly TimeSpan FreshMeasurement = TimeSpan.FromMilliseconds(250);

    private static readonly RuntimeAnswer NoProcess = new(AnswerKind.Exited, ErrorType: "Runtime.ExitError", Reason: "Runtime exited without providing a reason");

    private readonly EnvironmentHost _host;
    private readonly TimeProvider _time;
    private readonly int _slot;
    private readonly string _logStream;
    private readonly EnvironmentLog _log;
    private readonly PlatformLog _platformLog;
    private readonly TemporaryFolder _folder;
    private readonly ProcessorGroup? _group;
    private readonly IRuntimeApiAddress _address;
    private readonly ITimer _timer;
    private readonly Lock _memoryLock = new();
    private readonly Lock _startLock = new();
    private RuntimeProcess? _runtime;
    private Task<RuntimeProcess?> _starting = Task.FromResult<RuntimeProcess?>(null);
    private Task _lastRuntimeEnded = Task.CompletedTask;
    private RuntimeInvocation? _invocation;
    private double? _initDuration;
    private long _peakMemory;
    private long? _measuredAt;
    private bool _isStopping;

    /// <summary>Takes an address, a folder and a log stream; no process runs yet.</summary>
    public ExecutionEnvironment(EnvironmentHost host, FunctionVersion version, bool isProvisioned)
    {
        _host = host;
        _time = host.Time;
        Version = version;
        _slot = host.TakeSlot();
        Created = _time.GetTimestamp();
        IsProvisioned = isProvisioned;
        _logStream = FormattableString.Invariant($"{_time.GetUtcNow():yyyy/MM/dd}/[{version.Version}]{Guid.NewGuid():N}");
        _log = new EnvironmentLog(host.Logs.OpenStream(version.LogGroup, _logStream));
        _platformLog = new PlatformLog(_log, version, _time);
        _folder = host.CreateFolder(_slot, version.EphemeralStorage);
        _group = host.CreateGroup(_slot, version.MemorySize);
        _address = host.RuntimeApi.Listen(EnvironmentHost.AddressOf(_slot), AdmitAsync);
        _timer = _time.CreateTimer(static state => ((ExecutionEnvironment)state!).EndLateInvocation(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        host.Watch(this);
    }

    public FunctionVersion Version { get; }

    /// <summary>Whether it can take another invocation.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Whether a process of it may be using memory now: it initialises or runs an invocation.</summary>
    public bool IsWorking { get; private set; }

    public bool IsProvisioned { get; }

    /// <summary>Bytes its processes had resident at most.</summary>
    public long PeakMemory
    {
        get
        {
            lock (_memoryLock)
            {
                return _peakMemory;
            }
        }
    }

    /// <summary>A timestamp.</summary>
    public long Created { get; }

    /// <summary>The invoker's: when it fell idle, as a timestamp.</summary>
    public long IdleSince { get; set; }

    /// <summary>The invoker's: bytes of the budget.</summary>
    public long ReservedMemory { get; set; }

    /// <summary>
    /// The INIT phase. A failure is no exception: Lambda tries again inside the first invocation, under the function's own timeout.
    /// </summary>
    /// <returns>Whether the runtime waits for events.</returns>
    public async Task<bool> InitialiseAsync()
    {
        await _host.Starting.WaitAsync();
        try
        {
            IsWorking = true;
            var begun = _time.GetTimestamp();
            var failure = await StartRuntimeAsync(isFirst: true);
            if (failure is null)
            {
                try
                {
                    failure = await _runtime!.Session.Initialised.WaitAsync(_host.Options.InitBudget, _time);
                }
                catch (TimeoutException)
                {
                    failure = new RuntimeAnswer(AnswerKind.TimedOut);
                }
            }

            var duration = _time.GetElapsedTime(begun).TotalMilliseconds;
            if (failure is not { } failed)
            {
                // What it wrote before it asked for an event belongs before that event's START.
                _runtime?.Output.Drain(out _);

                // A provisioned environment's initialisation is no invocation's.
                _initDuration = IsProvisioned ? null : duration;
                return true;
            }

            DropRuntime();
            await _lastRuntimeEnded;
            _platformLog.InitReport(new InitReport(duration, "init", failed.Kind == AnswerKind.TimedOut ? "timeout" : "error", ErrorTypeOf(failed)));
            return false;
        }
        finally
        {
            // Initialisation has all processors, as on Lambda; what runs from here on has what its memory buys.
            _group?.Limit();
            IsWorking = false;
            _host.Starting.Release();
        }
    }

    /// <summary>Runs one invocation to its end.</summary>
    /// <returns>Null when the runtime was gone before it was given the event: nothing has run, another environment can.</returns>
    public async Task<EnvironmentOutcome?> InvokeAsync(InvocationRequest request)
    {
        if (_runtime is { Session.End: not null })
        {
            IsUsable = false;
            return null;
        }

        IsWorking = true;
        var begun = _time.GetTimestamp();
        var invocation = new RuntimeInvocation(
            request.RequestId, request.Payload, request.InvokedArn, _time.GetUtcNow() + Version.Timeout, request.TraceId ?? TraceId.Next(_time), request.ClientContext);
        if (request.WantsLogTail)
        {
            _log.BeginTail();
        }

        var wasRunning = _runtime is not null;
        _platformLog.Start(request.RequestId);
        _invocation = invocation;
        _timer.Change(Version.Timeout, Timeout.InfiniteTimeSpan);
        if ((wasRunning ? null : await StartRuntimeAsync(isFirst: false)) is { } unavailable)
        {
            invocation.TryAnswer(unavailable);
        }
        else if (_runtime is not { Session: var session } || !session.TryDispatch(invocation))
        {
            // It may have ended between its start and now: with a reason of its own.
            invocation.TryAnswer(_runtime?.Session.End ?? NoProcess);
        }

        var answer = await invocation.Answer;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _invocation = null;
        IsWorking = false;
        var duration = _time.GetElapsedTime(begun).TotalMilliseconds;
        if (wasRunning && !invocation.IsDelivered && answer.Kind == AnswerKind.Exited)
        {
            IsUsable = false;
            return null;
        }

        var hasFailedInit = !wasRunning && !invocation.IsDelivered;
        var outcome = Conclude(request, answer, duration, hasFailedInit);
        if (answer.Kind is AnswerKind.TimedOut or AnswerKind.Exited or AnswerKind.InitError)
        {
            // After a timeout the environment lives on with its /tmp and a new process; a process that ended by itself takes it along.
            DropRuntime();
            IsUsable = answer.Kind == AnswerKind.TimedOut;
        }

        return outcome;
    }

    /// <summary>Called by the watchdog, on its thread.</summary>
    public void CheckMemory()
    {
        if (_runtime is not { } runtime)
        {
            return;
        }

        var sample = MemorySample.Of(runtime.Tree);
        Note(sample);
        var cap = (long)Version.MemorySize * Megabyte;
        if (sample.Unreclaimable > cap && MemorySample.ExactUnreclaimable(runtime.Tree) > cap)
        {
            lock (_memoryLock)
            {
                _peakMemory = cap;
            }

            runtime.Kill();
        }
    }

    /// <summary>Ends its processes and gives everything back.</summary>
    /// <param name="grace">How long a runtime may take to end after SIGTERM; zero kills at once.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        IsUsable = false;
        Task<RuntimeProcess?> starting;
        lock (_startLock)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
            starting = _starting;
        }

        _host.Unwatch(this);
        await _timer.DisposeAsync();
        if (await starting is { } runtime)
        {
            await runtime.StopAsync(grace, _time);
        }

        DropRuntime();
        await _lastRuntimeEnded;
        _address.Dispose();
        _folder.Remove();
        await (_group?.RemoveAsync(_time) ?? Task.CompletedTask);
        _log.Dispose();
        _host.FreeSlot(_slot);
    }

    public ValueTask DisposeAsync() => new(StopAsync(TimeSpan.Zero));

    private static string? ErrorTypeOf(RuntimeAnswer answer) => answer.Kind switch
    {
        AnswerKind.TimedOut => null,
        AnswerKind.InitError => answer.ErrorType ?? "Runtime.Unknown",
        _ => answer.ErrorType,
    };

    /// <summary>Only the environment's own processes may speak to its Runtime API.</summary>
    private async Task<RuntimeSession?> AdmitAsync(IPEndPoint peer, IPEndPoint local)
    {
        if (await _starting is not { } runtime || !runtime.Owns(peer, local))
        {
            return null;
        }

        _folder.Detach();
        return runtime.Session;
    }

    /// <returns>Null when the process runs; else why there is none.</returns>
    private async Task<RuntimeAnswer?> StartRuntimeAsync(bool isFirst)
    {
        await _lastRuntimeEnded;
        RuntimePlan plan;
        string? layers;
        try
        {
            layers = _host.LayersOf(Version);
            plan = _host.Runtimes.PlanFor(Version, layers);
        }
        catch (RuntimeUnavailableException unavailable)
        {
            return new RuntimeAnswer(AnswerKind.Exited, ErrorType: unavailable.ErrorType, Reason: unavailable.Message);
        }

        if (isFirst)
        {
            var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plan.RuntimeVersion)));
            _platformLog.InitStart(plan.RuntimeVersion, $"arn:aws:lambda:{Version.Id.Region}::runtime:{identity}");
            if (plan.Remark is { } remark)
            {
                _log.Append(Encoding.UTF8.GetBytes(remark));
            }

            if (layers is not null && Directory.Exists(Path.Combine(layers, "extensions")))
            {
                _log.Append("Headrace: the external extensions in /opt/extensions are not started.\n"u8);
            }
        }

        var folders = new EnvironmentFolders(Version.CodeDirectory, layers, plan.RuntimeFolder, plan.LanguageFolder, _folder.Path);
        var inside = _host.Sandbox.Inside(folders);
        var variables = EnvironmentVariables.Build(
            Version, plan, inside, _address.EndPoint.ToString(), _logStream, IsProvisioned ? "provisioned-concurrency" : "on-demand", TraceId.Next(_time), _host.Options.Endpoint(), _host.Options.Credentials(Version));
        using var input = ShellVariables.Open(variables);
        lock (_startLock)
        {
            if (_isStopping)
            {
                return NoProcess;
            }

            _folder.Attach();
            var command = _host.Sandbox.Command(plan.Command(inside), folders, _slot, Version.EphemeralStorage);
            _starting = _host.StartAsync(_group?.Around(command) ?? command, input, _log);
        }

        _runtime = await _starting;
        return _runtime is null ? NoProcess : null;
    }

    private void DropRuntime()
    {
        if (Interlocked.Exchange(ref _runtime, null) is { } runtime)
        {
            _starting = Task.FromResult<RuntimeProcess?>(null);
            _folder.Detach();
            _lastRuntimeEnded = runtime.StopAsync(_time);
        }
    }

    private void EndLateInvocation()
    {
        if (_invocation is not { } invocation)
        {
            return;
        }

        // A timer that fires late, for the invocation before, must not end this one.
        var left = invocation.Deadline - _time.GetUtcNow();
        if (left <= TimeSpan.FromMilliseconds(1))
        {
            invocation.TryAnswer(new RuntimeAnswer(AnswerKind.TimedOut));
        }
        else
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private EnvironmentOutcome Conclude(InvocationRequest request, RuntimeAnswer answer, double duration, bool hasFailedInit)
    {
        var id = request.RequestId;
        var payload = answer.Body;
        string? status = null, errorType = null;
        _runtime?.Output.DrainWhole();
        switch (answer.Kind)
        {
            case AnswerKind.Response or AnswerKind.Error:
                break;
            case AnswerKind.TooLarge:
                payload = FunctionErrors.TooLarge;
                break;
            case AnswerKind.Truncated:
                payload = FunctionErrors.Payload(FunctionErrors.Message(id, "The runtime's response was cut short"), "Runtime.TruncatedResponse");
                break;
            case AnswerKind.TimedOut:
                status = "timeout";
                duration = Version.Timeout.TotalMilliseconds;
                payload = FunctionErrors.TimedOut(id, Version.Timeout);
                _platformLog.TimedOut(id);
                break;
            case AnswerKind.InitError:
                (status, errorType) = ("error", ErrorTypeOf(answer));
                break;
            default:
                (status, errorType) = ("error", answer.ErrorType);
                var message = FunctionErrors.Message(id, answer.Reason!);
                payload = errorType == RuntimeProcess.SegmentationFault ? FunctionErrors.TimedOut(id, Version.Timeout) : FunctionErrors.Payload(message, errorType!);
                _platformLog.Failed(message, errorType!);
                break;
        }

        if (hasFailedInit && status is not null)
        {
            _platformLog.InitReport(new InitReport(duration, "invoke", status, errorType));
        }

        var init = _initDuration;
        _initDuration = null;
        var isError = answer.Kind != AnswerKind.Response;
        _platformLog.End(
            new InvocationReport(id, duration, LogLines.Billed(duration, init), Version.MemorySize, MaxMemoryUsed(), init, status, errorType), isError);
        return new EnvironmentOutcome(payload, isError, duration, request.WantsLogTail ? _log.EndTail() : null);
    }

    private int MaxMemoryUsed()
    {
        if (_runtime is { } runtime && (_measuredAt is not { } at || _time.GetElapsedTime(at) > FreshMeasurement))
        {
            Note(MemorySample.Of(runtime.Tree));
        }

        lock (_memoryLock)
        {
            return (int)Math.Clamp((_peakMemory + Megabyte - 1) / Megabyte, 1, Version.MemorySize);
        }
    }

    private void Note(MemorySample sample)
    {
        lock (_memoryLock)
        {
            _peakMemory = Math.Max(_peakMemory, sample.Peak);
            _measuredAt = _time.GetTimestamp();
        }
    }
}

/// <param name="Duration">Milliseconds.</param>
internal sealed record EnvironmentOutcome(ReadOnlyMemory<byte> Payload, bool IsError, double Duration, byte[]? LogTail);
