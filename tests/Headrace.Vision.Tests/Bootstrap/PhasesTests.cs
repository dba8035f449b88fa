using System.Diagnostics;
using System.Text;
using Headrace.Bootstrap.Runtime;

namespace Headrace.Vision.Tests.Bootstrap;

public sealed class PhasesTests
{
    [Fact]
    public void An_invocation_says_its_steps_its_trace_and_its_event_in_one_line()
    {
        Phases.Begin();
        Phases.Add(Phase.Infer, Stopwatch.GetTimestamp() - (Stopwatch.Frequency / 100));
        Phases.Add(Phase.Infer, Stopwatch.GetTimestamp() - (Stopwatch.Frequency / 100));
        Phases.Add(Phase.Write, Stopwatch.GetTimestamp() - Stopwatch.Frequency);

        var line = Line("""{"Records":[{"eventTime":"2026-11-21T12:00:00.123Z"}]}""", "Root=1-581cf771-a006649127e371903a2de979;Parent=0;Sampled=1");

        Assert.Matches(@"^PHASES RequestId: id\tTrace: Root=1-581cf771-a006649127e371903a2de979\tEvent: 2026-11-21T12:00:00\.123Z\tInfer: [2-9]\d\.\d\d ms\tWrite: 1\d\d\d\.\d\d ms\n$", line);
    }

    [Fact]
    public void What_is_not_known_is_not_said()
    {
        Phases.Begin();
        Phases.Add(Phase.Decode, Stopwatch.GetTimestamp() - Stopwatch.Frequency);

        Assert.Matches(@"^PHASES RequestId: id\tDecode: \d+\.\d\d ms\n$", Line("{}", ""));
    }

    [Fact]
    public void A_handler_without_steps_has_no_line()
    {
        Phases.Begin();

        Assert.Equal("", Line("{}", "Root=1-2-3"));
    }

    private static string Line(string payload, string trace)
    {
        Span<byte> line = stackalloc byte[512];
        return Encoding.UTF8.GetString(line[..Phases.Format(new Invocation("id", 0, "", Encoding.UTF8.GetBytes(payload), trace), line)]);
    }
}
