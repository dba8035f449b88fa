using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>The lines that Lambda and its runtimes write, as text.</summary>
internal static class PlatformLine
{
    private const string RequestIdMark = "RequestId: ";
    private const int RequestIdLength = 36;

    /// <summary>What stands between <c>RequestId: </c> and the next white space.</summary>
    public static string RequestId(string line)
    {
        var rest = line.AsSpan(line.IndexOf(RequestIdMark, StringComparison.Ordinal) + RequestIdMark.Length);
        var end = rest.IndexOfAny(" \t\r\n");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    /// <summary>The request that a line names in passing: <c>RequestId: … Error: …</c>, <c>2025-… … Task timed out</c>, Node's <c>time⇥id⇥LEVEL⇥text</c>; null: none.</summary>
    public static string? RequestIdWithin(string line)
    {
        if (line.StartsWith(RequestIdMark, StringComparison.Ordinal))
        {
            return RequestId(line);
        }

        var first = line.AsSpan().IndexOfAny(" \t");
        return first is > 0 and < 40 && line.Length > first + RequestIdLength && Guid.TryParseExact(line.AsSpan(first + 1, RequestIdLength), "D", out _)
            ? line.Substring(first + 1, RequestIdLength)
            : null;
    }

    /// <summary>The failure that a line says, type first; null: it says none. A logger's <c>[ERROR]⇥…</c> is none: the function went on.</summary>
    public static string? ErrorIn(string line)
    {
        const string Raised = "[ERROR] ", NodeMark = "\tERROR\tInvoke Error", Refused = "Image processing failed: ", Exit = " Error: ";
        return line.StartsWith(Raised, StringComparison.Ordinal) ? FirstLine(line[Raised.Length..])
            : line.Contains(NodeMark, StringComparison.Ordinal) ? FirstLine(line[(line.IndexOf(NodeMark, StringComparison.Ordinal) + NodeMark.Length)..].TrimStart())
            : line.StartsWith(Refused, StringComparison.Ordinal) ? FirstLine(line)
            : line.StartsWith(RequestIdMark, StringComparison.Ordinal) && line.IndexOf(Exit, StringComparison.Ordinal) is > 0 and var at ? FirstLine(line[(at + Exit.Length)..])
            : null;
    }

    /// <summary><c>REPORT RequestId: …⇥Duration: 1.23 ms⇥Billed Duration: 2 ms⇥…</c>, X-Ray's part on lines of its own.</summary>
    public static void ReadReport(string line, Invocation invocation)
    {
        invocation.IsReported = true;
        foreach (var (name, value) in new LineFields(line))
        {
            switch (name)
            {
                case "Duration":
                    invocation.Duration = Leading(value);
                    break;
                case "Billed Duration":
                    invocation.Billed = Leading(value);
                    break;
                case "Memory Size":
                    invocation.MemorySize = Whole(value);
                    break;
                case "Max Memory Used":
                    invocation.MaxMemoryUsed = Whole(value);
                    break;
                case "Init Duration" or "Restore Duration":
                    invocation.Init = Leading(value);
                    break;
                case "XRAY TraceId":
                    invocation.Trace = value.ToString();
                    break;
                case "Status":
                    Fail(invocation, value.ToString());
                    break;
                case "Error Type":
                    invocation.Fail(invocation.Status, value.ToString());
                    break;
            }
        }
    }

    public static void Fail(Invocation invocation, string status)
    {
        if (status is not "success")
        {
            invocation.Fail(status == "timeout" ? ItemStatus.TimedOut : ItemStatus.Failed, status == "timeout" ? "Task timed out" : "");
        }
    }

    /// <summary><c>PHASES RequestId: …⇥Trace: …⇥Download: 3.10 ms⇥…</c></summary>
    public static void ReadPhases(string line, Invocation invocation)
    {
        var phases = invocation.Phases;
        foreach (var (name, value) in new LineFields(line))
        {
            switch (name)
            {
                case "Trace":
                    invocation.Trace = TraceOf(value).ToString();
                    break;
                case "Event":
                    invocation.EventTime = DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Moment.At(time) : invocation.EventTime;
                    break;
                case "Download":
                    phases = phases with { Download = (float)Leading(value) };
                    break;
                case "Decode":
                    phases = phases with { Decode = (float)Leading(value) };
                    break;
                case "Infer":
                    phases = phases with { Infer = (float)Leading(value) };
                    break;
                case "Draw":
                    phases = phases with { Draw = (float)Leading(value) };
                    break;
                case "Write":
                    phases = phases with { Write = (float)Leading(value) };
                    break;
            }
        }

        invocation.Phases = phases;
    }

    /// <summary>The root of an X-Ray header: <c>Root=1-…;Parent=…</c> → <c>1-…</c>.</summary>
    private static ReadOnlySpan<char> TraceOf(ReadOnlySpan<char> header)
    {
        const string Root = "Root=";
        var trace = header.IndexOf(Root, StringComparison.Ordinal) is >= 0 and var at ? header[(at + Root.Length)..] : header;
        return trace.IndexOf(';') is >= 0 and var end ? trace[..end] : trace;
    }

    /// <summary>The number in <c>12.34 ms</c>; not a number when there is none.</summary>
    private static double Leading(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(' ');
        return double.TryParse(end < 0 ? text : text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }

    private static int Whole(ReadOnlySpan<char> text) => Leading(text) is >= 0 and <= int.MaxValue and var value ? (int)value : 0;

    private static string FirstLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
}
