using System.Globalization;
using System.Runtime.InteropServices;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Payloads;
using Headrace.Lab.Load.Results;
using Headrace.Lab.Load.Targets;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>Goes through a plan and writes its run folder as it happens.</summary>
public sealed class LabRun : IDisposable
{
    private readonly Plan _plan;
    private readonly RunFolder _folder;
    private readonly LabEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly string _version;
    private readonly RunClock _clock;
    private readonly RunNames _names;
    private readonly ItemNumbers _numbers;
    private readonly Dictionary<HttpOrigin, ConnectionPool> _pools = [];
    private readonly SignedHttpClient _http;
    private readonly FunctionSettings _functions;
    private readonly Protocols _protocols;
    private readonly PayloadShelf _payloads;
    private readonly StopReason _stop;
    private readonly DurationHistogram _looks = new();
    private readonly ClockWatch _watch;
    private readonly DateTimeOffset _started;
    private readonly List<LevelProcessors> _processors = [];
    private ProcessorMeter _meter = new(service: null);
    private TimeSpan _processor, _measured;

    /// <param name="version">Of whoever measures: <c>headrace 0.1.0</c>.</param>
    public LabRun(Plan plan, RunFolder folder, LabEndpoint endpoint, ICameras? cameras, TimeProvider time, string version)
    {
        (_plan, _folder, _endpoint, _time, _version) = (plan, folder, endpoint, time, version);
        _clock = new RunClock(time);
        _watch = new ClockWatch(_clock);
        _started = time.GetUtcNow();
        _names = new RunNames(_started.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture));
        _http = endpoint.Connect(time);
        var aws = new AwsCalls(_http);
        _functions = new FunctionSettings(aws, time);
        _protocols = new Protocols(endpoint, aws, _names, time);
        _payloads = new PayloadShelf(plan, cameras);
        _stop = new StopReason(plan.Stop, time);
        _numbers = new ItemNumbers((ulong)(plan.Seed ^ _started.UtcTicks), _stop);
    }

    public LiveFigures Figures { get; } = new();

    /// <summary>False: items are measured and counted, and not kept, so that what keeping them costs can be measured.</summary>
    public bool Records { get; init; } = true;

    /// <summary>What is being measured now.</summary>
    public LevelProgress Progress { get; private set; } = new(0, 1, "getting ready", null, default);

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Ends with the plan, with a stop rule, or when interrupted: the folder then holds what was measured and why it ended.</summary>
    /// <exception cref="LabException">It could not begin, or what it needs went away; what was measured is kept.</exception>
    public async Task<RunManifest> RunAsync(CancellationToken interrupted)
    {
        var variants = _plan.Sweep.Variants(_plan).ToList();
        await CheckAsync(variants, interrupted);
        _meter = ProcessorMeter.Of(_protocols.Of(variants[0].Target).Origin);
        LabFile.Guard(_folder.Path, "made", () => Directory.CreateDirectory(_folder.Path));
        File.WriteAllText(_folder.Plan, _plan.Text);
        var manifest = Manifest();
        Run.WriteManifest(_folder, manifest);
        LabException? failure = null;
        await using (var events = EventsRecorder.Create(_folder.Events, _time))
        {
            using var stopping = _stop.Link(interrupted);
            try
            {
                await MeasureAsync(variants, events, stopping.Token, interrupted);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Why it stopped stands in the manifest.
            }
            catch (LabException broken)
            {
                failure = broken;
            }

            failure ??= await RestoreAsync();
        }

        var stopped = failure is not null ? $"failed: {failure.Message}" : interrupted.IsCancellationRequested ? "interrupted" : _stop.Sentence ?? "done";
        manifest = manifest with { Ended = _time.GetUtcNow(), Stopped = stopped, Generator = Verdict(), Remarks = Remarks(), Processors = _processors };
        Run.WriteManifest(_folder, manifest);
        return failure is null ? manifest : throw failure;
    }

    public void Dispose()
    {
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }

        _http.Dispose();
        _watch.Dispose();
        _stop.Dispose();
        _meter.Dispose();
    }

    private RunManifest Manifest() => new()
    {
        Name = _plan.Name,
        Kind = "measured",
        Started = _started,
        Plan = _plan.Text,
        Seed = _plan.Seed,
        Endpoint = (_plan.Target switch { HttpTarget http => http.Origin, DetectTarget detect => detect.Origin, _ => _endpoint.Url }).ToString(),
        Region = _endpoint.Region,
        Machine = ThisMachine.Describe(),
        Versions = [_version, RuntimeInformation.FrameworkDescription],
    };

    /// <summary>What can be known to fail fails before anything is sent.</summary>
    private async Task CheckAsync(List<Variant> variants, CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder.Path) && Directory.EnumerateFileSystemEntries(_folder.Path).Any())
        {
            throw new LabException($"{_folder.Path} holds something already: a run begins with an empty folder");
        }

        foreach (var variant in variants)
        {
            _payloads.For(variant.Payload);
            await Reachability.CheckAsync(_protocols.Of(variant.Target).Origin, _endpoint.Trusted, cancellationToken);
            if (_protocols.LookerOf(variant.Target.Result) is { } looker)
            {
                var example = new Places(_names.Run, 0, 1, 0, 0, _started, "check", "check");
                await Reachability.CheckAsync(looker, looker.NameOf(in example), cancellationToken);
            }
        }
    }

    private async Task MeasureAsync(List<Variant> variants, EventsRecorder events, CancellationToken stop, CancellationToken interrupted)
    {
        var levels = (from variant in variants
                      from repetition in Enumerable.Range(_plan.WarmUp ? 0 : 1, _plan.Repetitions + (_plan.WarmUp ? 1 : 0))
                      from load in _plan.Pattern.Loads(_plan.Seed + repetition)
                      select new Level(variant, repetition, load)).ToList();
        Variant? current = null;
        foreach (var (index, level) in levels.Index())
        {
            Progress = new LevelProgress(index, levels.Count, level.ToString(), level.Load, _clock.Elapsed);
            var functions = FunctionsOf(level.Variant.Target);
            if (level.Variant != current)
            {
                current = level.Variant;
                await ConfigureAsync(current, functions, stop);
            }

            if (index > 0 || _plan.Every is not null)
            {
                await PauseAsync(stop);
            }

            if (current.Cold)
            {
                await _functions.ForceColdAsync(functions, $"{_names.Run}-{index}", stop);
            }

            Progress = Progress with { Since = _clock.Elapsed };
            await MeasureAsync(level, events, stop, interrupted);
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task MeasureAsync(Level level, EventsRecorder events, CancellationToken stop, CancellationToken interrupted)
    {
        var protocol = _protocols.Of(level.Variant.Target);
        var pool = PoolOf(protocol.Origin);
        LabException? broken = null;
        LevelRun? run = null;
        var account = new LevelAccount(_meter, _clock);
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        using var abort = interrupted.Register(() => pool.AbortAll("interrupted before its answer"));
        var watcher = level.Variant.Target.Result is { } place ? new ResultWatcher(_protocols.LookerOf(place)!, place, _clock, _looks, shot => run!.End(shot)) : null;
        run = new LevelRun(level, _numbers, _names, _payloads.For(level.Variant.Payload), _clock, watcher, Figures, account.Begin, Record, interrupted);
        var watching = watcher?.WatchAsync(seen.Token) ?? Task.CompletedTask;

        await run.RunAsync(protocol, pool, stop);
        var (measured, processor) = account.Close(level, out var processors);
        (_measured, _processor) = (_measured + measured, _processor + processor);
        if (processors is not null)
        {
            _processors.Add(processors);
        }

        await seen.CancelAsync();
        await watching;
        if (broken is not null)
        {
            throw broken;
        }

        void Record(Item item)
        {
            try
            {
                if (Records)
                {
                    events.Add(in item);
                }

                _stop.See(Figures.Ended(in item));
            }
            catch (LabException failure)
            {
                broken ??= failure;
                _stop.Break();
            }
        }
    }

    /// <summary>Connections outlive a level: who uploads every half hour keeps its own as long as the other side does.</summary>
    private ConnectionPool PoolOf(HttpOrigin origin)
    {
        if (!_pools.TryGetValue(origin, out var pool))
        {
            _pools[origin] = pool = new ConnectionPool(origin, _plan.Timeout, _time, _endpoint.Trusted);
        }

        return pool;
    }

    private async Task ConfigureAsync(Variant variant, IReadOnlyCollection<string> functions, CancellationToken cancellationToken)
    {
        if (variant.Memory is { } memory)
        {
            await _functions.SetMemoryAsync(functions, memory, cancellationToken);
        }

        if (variant.Concurrency is { } concurrency)
        {
            await _functions.SetConcurrencyAsync(functions, concurrency, cancellationToken);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var wait = _plan.Every?.Next(now) - now ?? _plan.Pause;
        if (wait > TimeSpan.Zero)
        {
            Progress = Progress with { What = $"{Progress.What}: waiting", Since = _clock.Elapsed };
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private HashSet<string> FunctionsOf(Target target) => target.Function is not { } function ? []
        : [.. Enumerable.Range(1, function.Uses("site") ? _plan.Pattern.Sites : 1).Select(site => function.Fill(new Places(_names.Run, 0, site, 0, 0, _started, "", "")))];

    private async Task<LabException?> RestoreAsync()
    {
        try
        {
            await _functions.RestoreAsync(CancellationToken.None);
            return null;
        }
        catch (LabException failure)
        {
            return new LabException($"the functions' settings could not be put back: {failure.Message}", failure);
        }
    }

    private IReadOnlyList<string> Remarks() => [.. new[]
    {
        _looks.Count == 0 ? null
            : FormattableString.Invariant($"results were seen by asking: {_looks.Count} looks, one every {_looks.Percentile(50):0.#} ms (p50), {_looks.Percentile(99):0.#} ms (p99)"),
        _watch.Remark,
        LevelProcessors.RemarkOf(_processors, Environment.ProcessorCount),
    }.OfType<string>()];

    private GeneratorVerdict Verdict() => Verdicts.Of(Figures.Snapshot(), _measured > TimeSpan.Zero ? _processor / _measured : 0, Environment.ProcessorCount);
}
