using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Headrace.Bootstrap.Runtime;

/// <summary>
/// Where an invocation's time went: handlers add up their steps, and one line of the log says them, so that whoever measures can join them to what he sent:
/// <c>PHASES RequestId: …⇥Trace: Root=1-…⇥Event: 2026-11-21T12:00:00.000Z⇥Download: 3.10 ms⇥Decode: 5.00 ms⇥Infer: 20.00 ms⇥Draw: 1.00 ms⇥Write: 2.00 ms</c>.
/// What does not exist is absent; a handler without steps has no line.
/// </summary>
/// <remarks>Static: a process handles one invocation at a time.</remarks>
internal static class Phases
{
    private const int Longest = 512;

    private static readonly long[] Ticks = new long[(int)Phase.Write + 1];

    public static void Begin() => Array.Clear(Ticks);

    /// <summary>Adds a step that began at <paramref name="from"/>, a time stamp of <see cref="Stopwatch"/>, and has ended now.</summary>
    /// <returns>Now, where the next step begins.</returns>
    public static long Add(Phase phase, long from)
    {
        var now = Stopwatch.GetTimestamp();
        Ticks[(int)phase] += now - from;
        return now;
    }

    public static void Write(Invocation invocation)
    {
        Span<byte> line = stackalloc byte[Longest];
        if (Format(invocation, line) is > 0 and var length)
        {
            StandardOutput.Write(line[..length]);
        }
    }

    /// <returns>The line's length with its line feed; 0: there were no steps.</returns>
    internal static int Format(Invocation invocation, Span<byte> line)
    {
        if (!Ticks.AsSpan().ContainsAnyExcept(0))
        {
            return 0;
        }

        var text = $"PHASES RequestId: {invocation.RequestId}";
        if (invocation.TraceId.StartsWith("Root=", StringComparison.Ordinal))
        {
            var root = invocation.TraceId.Split(';')[0];
            text += $"\tTrace: {root[..Math.Min(root.Length, 64)]}";
        }

        // In JSON the mark can stand nowhere but before the value: inside a text its quotes would be escaped.
        var payload = invocation.Payload.Span;
        var mark = "\"eventTime\":\""u8;
        if (payload.IndexOf(mark) is >= 0 and var at)
        {
            var time = payload[(at + mark.Length)..];
            if (time.IndexOf((byte)'"') is > 0 and <= 32 and var digits)
            {
                text += $"\tEvent: {Encoding.UTF8.GetString(time[..digits])}";
            }
        }

        for (var phase = 0; phase < Ticks.Length; phase++)
        {
            if (Ticks[phase] > 0)
            {
                text += string.Create(CultureInfo.InvariantCulture, $"\t{(Phase)phase}: {Ticks[phase] * 1000.0 / Stopwatch.Frequency:F2} ms");
            }
        }

        var length = Encoding.UTF8.GetBytes(text, line);
        line[length] = (byte)'\n';
        return length + 1;
    }
}
