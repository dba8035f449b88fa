using System.Text;
using Headrace.Events;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Functions.Tests.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

/// <summary>What the queue and the notification rules are told of the functions.</summary>
public sealed class FunctionPortTests : IAsyncLifetime
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:gauge";

    private readonly TestRegistry _test = new();
    private FunctionEngine _engine = null!;
    private FunctionPort _port = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await FunctionEngine.StartAsync();
        _port = new FunctionPort(_test.Registry, _engine.Invoker);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task A_function_exists_under_its_ARN_and_its_qualifiers()
    {
        await _test.CreateAsync("gauge", static function => function.Publish(null, out _));
        Assert.True(_port.Exists(Arn));
        Assert.True(_port.Exists($"{Arn}:$LATEST"));
        Assert.True(_port.Exists($"{Arn}:1"));
        Assert.False(_port.Exists($"{Arn}:2"));
        Assert.False(_port.Exists($"{Arn}2"));
        Assert.False(_port.Exists(Arn.Replace("us-east-1", "eu-west-1", StringComparison.Ordinal)));
        Assert.False(_port.Exists("gauge"));
        Assert.False(_port.Exists("arn:aws:sqs:us-east-1:000000000000:queue"));
    }

    [Fact]
    public async Task A_policy_holds_for_the_qualifier_it_was_put_on()
    {
        await _test.CreateAsync("gauge", static function => function.Publish(null, out _) with
        {
            Policies = function.Policies.Add("1", [new Permission("s3", "lambda:InvokeFunction", "s3.amazonaws.com", "arn:aws:s3:::in")]),
        });
        Assert.True(_port.Allows($"{Arn}:1", "s3.amazonaws.com", "arn:aws:s3:::in", "000000000000"));
        Assert.False(_port.Allows(Arn, "s3.amazonaws.com", "arn:aws:s3:::in", "000000000000"));
        Assert.False(_port.Allows($"{Arn}:1", "s3.amazonaws.com", "arn:aws:s3:::other", "000000000000"));
        Assert.False(_port.Allows($"{Arn}:9", "s3.amazonaws.com", "arn:aws:s3:::in", "000000000000"));
    }

    [Fact]
    public async Task Asynchronous_settings_have_AWSs_defaults()
    {
        await _test.CreateAsync("gauge");
        Assert.Equal(new AsyncInvokePolicy(2, TimeSpan.FromHours(6), null, null, null, false), _port.PolicyOf(Arn));
        Assert.Null(_port.PolicyOf($"{Arn}:live"));
        Assert.Null(_port.PolicyOf(Arn + "x"));
    }

    [Fact]
    public async Task Asynchronous_settings_are_those_of_the_qualifier()
    {
        await _test.CreateAsync("gauge", static function => function.Publish(null, out _) with
        {
            EventInvokeConfigs = function.EventInvokeConfigs
                .Add("$LATEST", new EventInvokeConfig(0, null, null, "arn:aws:s3:::failures", default))
                .Add("1", new EventInvokeConfig(null, 60, "arn:aws:lambda:us-east-1:000000000000:function:next", null, default)),
            ReservedConcurrency = 0,
            Latest = function.Latest with { Configuration = function.Latest.Configuration with { DeadLetterConfig = new DeadLetterConfig("arn:aws:s3:::dead") } },
        });
        Assert.Equal(new AsyncInvokePolicy(0, TimeSpan.FromHours(6), null, "arn:aws:s3:::failures", "arn:aws:s3:::dead", true), _port.PolicyOf(Arn));
        Assert.Equal(_port.PolicyOf(Arn), _port.PolicyOf($"{Arn}:$LATEST"));
        Assert.Equal(new AsyncInvokePolicy(2, TimeSpan.FromMinutes(1), "arn:aws:lambda:us-east-1:000000000000:function:next", null, null, true), _port.PolicyOf($"{Arn}:1"));
    }

    [Fact]
    public async Task Outcomes_say_how_an_attempt_ended()
    {
        using var lease = await _test.AddCodeAsync("def handler(event, context):\n    return 1 // event\n");
        await _test.Registry.CreateAsync(TestRegistry.Describe("gauge", lease.Package), CancellationToken.None);

        var succeeded = await AttemptAsync("1");
        Assert.Equal((AttemptEnd.Succeeded, "1", "$LATEST"), (succeeded.End, Encoding.UTF8.GetString(succeeded.Payload.Span), succeeded.ExecutedVersion));
        var failed = await AttemptAsync("0");
        Assert.Equal((AttemptEnd.FunctionError, "Unhandled"), (failed.End, failed.FunctionError));

        await _test.ChangeAsync("gauge", static function => function with { ReservedConcurrency = 0 });
        Assert.Equal(0, _port.RoomFor(Arn));
        Assert.Equal(AttemptEnd.Throttled, (await AttemptAsync("1")).End);

        await _test.Registry.DeleteAsync(TestRegistry.Id("gauge"), CancellationToken.None);
        Assert.Equal(AttemptEnd.NotFound, (await AttemptAsync("1")).End);
        Assert.Equal(0, _port.RoomFor(Arn));

        Task<AttemptOutcome> AttemptAsync(string payload) =>
            _port.InvokeAsync(new AsyncInvocation(Arn, Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(payload), null, null), CancellationToken.None);
    }
}
