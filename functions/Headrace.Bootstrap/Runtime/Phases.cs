using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

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

    private static readonly byte[] EventTimeMark = Encoding.ASCII.GetBytes("\"eventTime\":\"");
    private static readonly string[] Names = Enum.GetNames<Phase>();
    private static readonly long[] Ticks = new long[Names.Length];

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

        Utf8.TryWrite(line, $"PHASES RequestId: {invocation.RequestId}", out var length);
        if (invocation.TraceId.StartsWith("Root=", StringComparison.Ordinal))
        {
            var end = invocation.TraceId.IndexOf(';', StringComparison.Ordinal);
            Utf8.TryWrite(line[length..], $"\tTrace: {invocation.TraceId.AsSpan(0, Math.Min(end < 0 ? invocation.TraceId.Length : end, 64))}", out var written);
            length += written;
        }

        // In JSON the mark can stand nowhere but before the value: inside a text its quotes would be escaped.
        var payload = invocation.Payload.Span;
        if (payload.IndexOf(EventTimeMark) is >= 0 and var at)
        {
            var time = payload[(at + EventTimeMark.Length)..];
            if (time.IndexOf((byte)'"') is > 0 and <= 32 and var digits)
            {
                "\tEvent: "u8.CopyTo(line[length..]);
                time[..digits].CopyTo(line[(length + 8)..]);
                length += 8 + digits;
            }
        }

        for (var phase = 0; phase < Ticks.Length; phase++)
        {
            if (Ticks[phase] > 0)
            {
                Utf8.TryWrite(line[length..], CultureInfo.InvariantCulture, $"\t{Names[phase]}: {Ticks[phase] * 1000.0 / Stopwatch.Frequency:F2} ms", out var written);
                length += written;
            }
        }

        line[length] = (byte)'\n';
        return length + 1;
    }
}
