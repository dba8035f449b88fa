using System.Globalization;

namespace Headrace.Lab.Simulation;

/// <summary>Lambda's concurrency as AWS documents it; with a <see cref="Host"/>, as this engine does it on one machine.</summary>
/// <remarks>
/// Left out, for AWS does not say or the figures do not need it: where environments are placed, their six-hour life, how much slower a long queue is read.
/// https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
/// </remarks>
public sealed record LambdaModel
{
    /// <summary>Invocations at once over all functions.</summary>
    public int AccountConcurrency { get; init; } = 1000;

    /// <summary>Sites are dealt to them in turn: 1 is the shared layout, as many as sites a function each.</summary>
    public int Functions { get; init; } = 1;

    /// <summary>Reserved concurrency of each function; null: they share the account's.</summary>
    public int? Reserved { get; init; }

    /// <summary>Environments of each function that are initialised beforehand and stay.</summary>
    public int Provisioned { get; init; }

    /// <summary>New environments that a function may start at one instant; infinite: no limit.</summary>
    public double ScalingBurst { get; init; } = 1000;

    /// <summary>…and per second after that: 1,000 every 10 s, refilled continuously, never more than the burst.</summary>
    public double ScalingPerSecond { get; init; } = 100;

    /// <summary>Milliseconds after which an idle environment is given back. AWS does not say how long it keeps them.</summary>
    public double KeepAlive { get; init; } = 600_000;

    /// <summary>Invocations that one environment takes at once: 1 is Lambda's classic model, more is that of Lambda Managed Instances.</summary>
    public int PerEnvironment { get; init; } = 1;

    /// <summary>How much longer an invocation takes for every other that its environment runs when it begins: 0.1 is a tenth.</summary>
    public double Slowdown { get; init; }

    /// <summary>Events wait in Lambda's queue and are tried again; otherwise a caller waits and a throttle is its answer.</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>After function errors, of asynchronous events.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>Milliseconds an asynchronous event may wait for its (next) attempt.</summary>
    public double MaximumEventAge { get; init; } = 21_600_000;

    /// <summary>
    /// How much of a throttled event's back-off is left to chance: 0.5 waits half of it to all of it. AWS does not say; with 0 all events of a burst come
    /// back together, time and again, and most of them in vain.
    /// </summary>
    public double BackOffSpread { get; init; } = 0.5;

    /// <summary>Multiplies the queue's waits, as the engine's own setting does.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Null: AWS, whose machines are as many as it takes.</summary>
    public HostModel? Host { get; init; }

    /// <exception cref="LabException">A setting makes no sense; it is named.</exception>
    public void Validate()
    {
        Require(AccountConcurrency >= 1, $"the account's concurrency must be at least 1, not {AccountConcurrency}");
        Require(Functions >= 1, $"there must be at least 1 function, not {Functions}");
        Require(Reserved is null or >= 0, $"reserved concurrency cannot be {Reserved}");
        Require(Provisioned >= 0, $"provisioned concurrency cannot be {Provisioned}");
        Require((long)Math.Max(Reserved ?? 0, Provisioned) * Functions <= AccountConcurrency, $"{Functions} function{(Functions == 1 ? "" : "s")} with {Math.Max(Reserved ?? 0, Provisioned)} each are more than the account's concurrency of {AccountConcurrency}");
        Require(Reserved is null || Provisioned <= Reserved, $"provisioned concurrency {Provisioned} is more than the reserved {Reserved}");
        Require(ScalingBurst > 0 && ScalingPerSecond > 0, $"the scaling rate must be above 0, not {ScalingBurst} and {ScalingPerSecond} a second");
        Require(KeepAlive >= 0, $"keep-alive cannot be {KeepAlive} ms");
        Require(PerEnvironment >= 1, $"an environment takes at least 1 invocation, not {PerEnvironment}");
        Require(Slowdown >= 0, $"slowdown cannot be {Slowdown}");
        Require(BackOffSpread is >= 0 and <= 1, $"the spread of the back-off is 0 to 1, not {BackOffSpread}");
        Require(TimeScale > 0, $"the time scale must be above 0, not {TimeScale}");
        Require(MaximumRetryAttempts is >= 0 and <= 2, $"retries are 0 to 2, not {MaximumRetryAttempts}");
        Require(Host is null or { Cores: > 0, CoresPerInvocation: > 0, MostStarting: > 0, MostEnvironments: > 0, OtherLoad: >= 0 and <= 1 }, $"the host's cores, cores per invocation, starts and environments must be above 0, the load of others 0 to 1");
    }

    /// <summary>The settings, a line each.</summary>
    /// <param name="layout"><c>one function a site</c>; null: so many functions as there are.</param>
    public IEnumerable<string> Describe(string? layout = null)
    {
        yield return Line($"{layout ?? Line($"{Functions} function{(Functions == 1 ? "" : "s")}")}, {(IsAsynchronous ? "asynchronous" : "synchronous")}; account concurrency {AccountConcurrency}{(Reserved is { } reserved ? Line($", reserved {reserved} each") : "")}{(Provisioned > 0 ? Line($", provisioned {Provisioned} each") : "")}");
        if (PerEnvironment > 1)
        {
            yield return Line($"environments take {PerEnvironment} invocations at once, each {Slowdown:0.##%} slower for every other");
        }

        yield return Host is { } host
            ? Line($"one machine: {host.Cores} cores shared equally by all that computes, starts included{(host.CoresPerInvocation == 1 ? "" : Line($", {host.CoresPerInvocation} each alone"))}; at most {host.MostStarting} starting at once{(host.OtherLoad > 0 ? Line($"; other programs keep them {host.OtherLoad:0%} busy") : "")}")
            : double.IsInfinity(ScalingBurst) ? "no limit on how fast environments start" : Line($"each function starts {ScalingBurst} environments at once and {ScalingPerSecond} a second after that");
        yield return Line($"idle environments are kept for {KeepAlive / 1000:0.#} s");
        if (IsAsynchronous)
        {
            yield return Host is null
                ? Line($"queue: {MaximumRetryAttempts} retries after 1 and 2 min, throttles back off 1 s to 5 min{(BackOffSpread > 0 ? Line($", up to {BackOffSpread:0%} of it left to chance") : "")}, maximum age {MaximumEventAge / 1000:0} s{(TimeScale == 1 ? "" : Line($", waits times {TimeScale}"))}")
                : Line($"queue: events wait for room; {MaximumRetryAttempts} retries after 1 and 2 min, maximum age {MaximumEventAge / 1000:0} s{(TimeScale == 1 ? "" : Line($", waits times {TimeScale}"))}");
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool holds, FormattableString what)
    {
        if (!holds)
        {
            throw new LabException("the model cannot be run: " + Line(what));
        }
    }
}
