using System.CommandLine;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Simulation;

namespace Headrace.Cli.Lab;

/// <summary>The model's settings: AWS's own where nothing is said.</summary>
internal sealed class ModelOptions
{
    private readonly Option<int> _limit = new Option<int>("--limit") { Description = "The account's concurrency", HelpName = "N", DefaultValueFactory = _ => 1000 }.Between(1, 10_000_000);
    private readonly Option<int?> _reserved = new("--reserved") { Description = "Reserved concurrency of each function", HelpName = "N" };
    private readonly Option<int> _provisioned = new Option<int>("--provisioned") { Description = "Environments of each function kept initialised", HelpName = "N" }.Between(0, 1_000_000);
    private readonly Option<string> _layout = new Option<string>("--layout") { Description = "One function for all sites, or one each", HelpName = "shared|per-site", DefaultValueFactory = _ => "shared" }.OneOf("shared", "per-site");

    private readonly Option<string> _scaling = new Option<string>("--scaling") { Description = "Environments that a function may start in 10 s; off: any number", HelpName = "N|off", DefaultValueFactory = _ => "1000" }
        .Check(text => text == "off" || (double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate >= 1), "a whole number from 1, or off");

    private readonly Option<string> _keepAlive = new Option<string>("--keep-alive") { Description = "How long an idle environment is kept; AWS does not say", HelpName = "TIME", DefaultValueFactory = _ => "10m" }.Check(text => Duration.TryParse(text, out _), "a time such as 30s, 10m or 2h");
    private readonly Option<int> _perEnvironment = new Option<int>("--per-environment") { Description = "Invocations that one environment takes at once", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, 10_000);
    private readonly Option<double> _slowdown = new Option<double>("--slowdown") { Description = "With more than one: how much longer each takes for every other, 0.1 is a tenth", HelpName = "X" }.Between(-1e-9, 100);
    private readonly Option<string> _invocation = new Option<string>("--invocation") { Description = "Events that Lambda queues and tries again, or callers who wait and get a 429", HelpName = "async|sync", DefaultValueFactory = _ => "async" }.OneOf("async", "sync");
    private readonly Option<int> _retries = new Option<int>("--retries") { Description = "async: after function errors", HelpName = "N", DefaultValueFactory = _ => 2 }.Between(0, 2);
    private readonly Option<string> _age = new Option<string>("--max-age") { Description = "async: how long an event may wait", HelpName = "TIME", DefaultValueFactory = _ => "6h" }.Check(text => Duration.TryParse(text, out _), "a time such as 60s, 10m or 6h");
    private readonly Option<double> _spread = new Option<double>("--back-off-spread") { Description = "async: how much of a throttled event's wait is left to chance; AWS does not say. 0: all come back together", HelpName = "X", DefaultValueFactory = _ => 0.5 }.Between(-1e-9, 1);
    private readonly Option<double> _timeScale = new Option<double>("--time-scale") { Description = "async: multiplies the queue's waits, as `headrace serve --time-scale` does", HelpName = "X", DefaultValueFactory = _ => 1 }.Between(0, 100);
    private readonly Option<double?> _cores = new("--cores") { Description = "Simulate this engine on one machine of so many cores instead of AWS", HelpName = "N" };
    private readonly Option<double> _width = new Option<double>("--cores-per-invocation") { Description = "With --cores: what one invocation keeps busy when it is alone", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(0, 1024);
    private readonly Option<double> _others = new Option<double>("--other-load") { Description = "With --cores: how busy other programs keep them, 0 to 1; the engine starts fewer environments then", HelpName = "X" }.Between(-1e-9, 1);
    private readonly Option<int?> _environments = new("--max-environments") { Description = "With --cores: what the machine's memory allows", HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_limit, _reserved, _provisioned, _layout, _scaling, _keepAlive, _perEnvironment, _slowdown, _invocation, _retries, _age, _spread, _timeScale, _cores, _width, _others, _environments])
        {
            command.Add(option);
        }
    }

    public bool IsPerSite(ParseResult parsed) => parsed.GetValue(_layout) == "per-site";

    public LambdaModel Read(ParseResult parsed)
    {
        var scaling = parsed.GetValue(_scaling) is "off" or null ? double.PositiveInfinity : double.Parse(parsed.GetValue(_scaling)!, CultureInfo.InvariantCulture);
        return new LambdaModel
        {
            AccountConcurrency = parsed.GetValue(_limit),
            Reserved = parsed.GetValue(_reserved),
            Provisioned = parsed.GetValue(_provisioned),
            ScalingBurst = scaling,
            ScalingPerSecond = scaling / 10,
            KeepAlive = Duration.Parse(parsed.GetValue(_keepAlive)!).TotalMilliseconds,
            PerEnvironment = parsed.GetValue(_perEnvironment),
            Slowdown = Math.Max(0, parsed.GetValue(_slowdown)),
            IsAsynchronous = parsed.GetValue(_invocation) == "async",
            MaximumRetryAttempts = parsed.GetValue(_retries),
            MaximumEventAge = Duration.Parse(parsed.GetValue(_age)!).TotalMilliseconds,
            BackOffSpread = Math.Max(0, parsed.GetValue(_spread)),
            TimeScale = parsed.GetValue(_timeScale),
            Host = parsed.GetValue(_cores) is { } cores
                ? new HostModel
                {
                    Cores = cores,
                    CoresPerInvocation = parsed.GetValue(_width),
                    OtherLoad = Math.Max(0, parsed.GetValue(_others)),
                    MostStarting = HostModel.StartingOn(cores),
                    MostEnvironments = parsed.GetValue(_environments) ?? int.MaxValue,
                }
                : null,
        };
    }
}
