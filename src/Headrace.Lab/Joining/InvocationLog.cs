using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>
/// Log events → invocations. Reads the platform's lines (INIT_START, START, END, REPORT, time-outs and exits; as text and as JSON), the handlers' PHASES, the errors that
/// runtimes write, and the lines of the river gauge. Lines that name no request belong to whatever runs in their stream; where two run there, to none.
/// </summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html">Lambda's log lines</see>.</remarks>
/// <param name="function">Whose log it is; empty: unknown.</param>
/// <param name="findKey">Finds the id of the item whose key stands in a line; null: not asked for.</param>
public sealed class InvocationLog(string function = "", Func<string, string?>? findKey = null)
{
    private readonly List<Invocation> _invocations = [];
    private readonly Dictionary<string, Invocation> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamState> _streams = new(StringComparer.Ordinal);

    /// <summary>In the order of their first line.</summary>
    public IReadOnlyList<Invocation> Invocations => _invocations;

    /// <summary>Events seen.</summary>
    public long Events { get; private set; }

    /// <summary>The next event; those of one stream come in order of time.</summary>
    public void Add(in LogEvent entry)
    {
        Events++;
        if (!_streams.TryGetValue(entry.Stream, out var stream))
        {
            _streams[entry.Stream] = stream = new StreamState();
        }

        var at = new Moment(entry.Timestamp * 1000);
        var message = entry.Message;
        if (message.StartsWith("START RequestId: ", StringComparison.Ordinal))
        {
            Start(stream, entry.Stream, PlatformLine.RequestId(message), at);
        }
        else if (message.StartsWith("END RequestId: ", StringComparison.Ordinal))
        {
            End(stream, Of(entry.Stream, PlatformLine.RequestId(message)), at);
        }
        else if (message.StartsWith("REPORT RequestId: ", StringComparison.Ordinal))
        {
            var invocation = Of(entry.Stream, PlatformLine.RequestId(message));
            PlatformLine.ReadReport(message, invocation);
            End(stream, invocation, at);
        }
        else if (message.StartsWith("INIT_START ", StringComparison.Ordinal))
        {
            stream.InitStarted = at;
        }
        else if (message.StartsWith("PHASES RequestId: ", StringComparison.Ordinal))
        {
            PlatformLine.ReadPhases(message, Of(entry.Stream, PlatformLine.RequestId(message)));
        }
        else if (message.StartsWith("{\"time\":", StringComparison.Ordinal) && PlatformEvent.TryRead(message, out var platform))
        {
            AddPlatform(stream, entry.Stream, platform, at);
        }
        else
        {
            AddOther(stream, message, at);
        }
    }

    private void AddPlatform(StreamState stream, string name, PlatformEvent platform, Moment at)
    {
        switch (platform.Type)
        {
            case "platform.initStart":
                stream.InitStarted = at;
                break;
            case "platform.start":
                Start(stream, name, platform.RequestId, at);
                break;
            case "platform.report":
                var invocation = Of(name, platform.RequestId);
                platform.CopyTo(invocation);
                End(stream, invocation, at);
                break;
        }
    }

    private void AddOther(StreamState stream, string message, Moment at)
    {
        var invocation = PlatformLine.RequestIdWithin(message) is { } id && _latest.TryGetValue(id, out var named) ? named : stream.Only;
        if (invocation is null)
        {
            return;
        }

        if (findKey is not null && invocation.Key is null)
        {
            invocation.Key = findKey(message);
        }

        if (message.Contains(" Task timed out after ", StringComparison.Ordinal))
        {
            invocation.Fail(ItemStatus.TimedOut, message[(message.IndexOf(" Task timed out", StringComparison.Ordinal) + 1)..].TrimEnd());
        }
        else if (PlatformLine.ErrorIn(message) is { } error)
        {
            invocation.Fail(ItemStatus.Failed, error);
        }
        else
        {
            GaugeLine.Read(message, at, invocation);
        }
    }

    private void Start(StreamState stream, string name, string id, Moment at)
    {
        var invocation = _latest.TryGetValue(id, out var known) && !known.Started.IsKnown && !known.Ended.IsKnown ? known : Make(name, id);
        invocation.Started = at;
        (invocation.InitStarted, stream.InitStarted) = (stream.InitStarted, Moment.Unknown);
        stream.Running.Add(invocation);
    }

    private static void End(StreamState stream, Invocation invocation, Moment at)
    {
        if (!invocation.Ended.IsKnown)
        {
            invocation.Ended = at;
        }

        stream.Running.Remove(invocation);
    }

    private Invocation Of(string stream, string id) => _latest.TryGetValue(id, out var invocation) ? invocation : Make(stream, id);

    private Invocation Make(string stream, string id)
    {
        var invocation = new Invocation(id, stream) { Function = function };
        _latest[id] = invocation;
        _invocations.Add(invocation);
        return invocation;
    }

    private sealed class StreamState
    {
        public Moment InitStarted { get; set; }

        public List<Invocation> Running { get; } = [];

        public Invocation? Only => Running is [var invocation] ? invocation : null;
    }
}
