using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Headrace.Wire.Lambda;

/// <summary>The platform's own lines in a function's log stream, as recorded from AWS in November 2025. One call is one log event.</summary>
/// <remarks>Every method writes UTF-8 into <c>destination</c> and returns the length; <see cref="Longest"/> bytes always do.</remarks>
public static class LogLines
{
    public const int Longest = 1024;

    public static int InitStart(Span<byte> destination, string runtimeVersion, string runtimeVersionArn) =>
        Write(destination, $"INIT_START Runtime Version: {runtimeVersion}\tRuntime Version ARN: {runtimeVersionArn}\n");

    public static int Start(Span<byte> destination, string requestId, string version) =>
        Write(destination, $"START RequestId: {requestId} Version: {version}\n");

    public static int End(Span<byte> destination, string requestId) => Write(destination, $"END RequestId: {requestId}\n");

    /// <summary>Written when an initialisation failed; a good one shows in the first REPORT.</summary>
    public static int InitReport(Span<byte> destination, InitReport report) => report.ErrorType is { } errorType
        ? Write(destination, $"INIT_REPORT Init Duration: {report.Duration:F2} ms\tPhase: {report.Phase}\tStatus: {report.Status}\tError Type: {errorType}\n")
        : Write(destination, $"INIT_REPORT Init Duration: {report.Duration:F2} ms\tPhase: {report.Phase}\tStatus: {report.Status}\n");

    /// <summary>The tab before the newline is AWS's own.</summary>
    public static int Report(Span<byte> destination, InvocationReport report)
    {
        var length = Write(
            destination,
            $"REPORT RequestId: {report.RequestId}\tDuration: {report.Duration:F2} ms\tBilled Duration: {report.BilledDuration} ms\tMemory Size: {report.MemorySize} MB\tMax Memory Used: {report.MaxMemoryUsed} MB\t");
        if (report.InitDuration is { } init)
        {
            length += Write(destination[length..], $"Init Duration: {init:F2} ms\t");
        }

        if (report.Status is { } status)
        {
            length += report.ErrorType is { } errorType
                ? Write(destination[length..], $"Status: {status}\tError Type: {errorType}")
                : Write(destination[length..], $"Status: {status}");
        }

        return length + Write(destination[length..], $"\n");
    }

    /// <summary><c>… Task timed out after 3.00 seconds</c>, an event of its own.</summary>
    public static int TimedOut(Span<byte> destination, DateTimeOffset at, string requestId, TimeSpan timeout) =>
        Write(destination, $"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {requestId} Task timed out after {timeout.TotalSeconds:F2} seconds\n\n");

    /// <summary><c>RequestId: … Error: Runtime exited with error: exit status 1</c> and the error's type below it.</summary>
    public static int Failed(Span<byte> destination, string errorMessage, string errorType) =>
        Write(destination, $"{errorMessage}\n{errorType}\n");

    /// <summary>What is billed: initialisation and invocation together, to the next whole millisecond (both are, since August 2025).</summary>
    public static long Billed(double durationMilliseconds, double? initMilliseconds) =>
        (long)Math.Ceiling(Math.Round((decimal)durationMilliseconds, 2) + Math.Round((decimal)(initMilliseconds ?? 0), 2));

    private static int Write(Span<byte> destination, [InterpolatedStringHandlerArgument(nameof(destination))] ref Utf8.TryWriteInterpolatedStringHandler line) =>
        Utf8.TryWrite(destination, CultureInfo.InvariantCulture, ref line, out var written) ? written : Truncated(destination);

    /// <summary>Only names far beyond AWS's limits get here: the line is cut, not lost.</summary>
    private static int Truncated(Span<byte> destination)
    {
        destination[^1] = (byte)'\n';
        return destination.Length;
    }
}

/// <param name="Duration">Milliseconds.</param>
/// <param name="BilledDuration">Milliseconds.</param>
/// <param name="MemorySize">MB.</param>
/// <param name="MaxMemoryUsed">MB.</param>
/// <param name="InitDuration">Milliseconds, in the first invocation of an environment.</param>
/// <param name="Status"><c>timeout</c>, <c>error</c>; null when the runtime answered, whatever it answered.</param>
public readonly record struct InvocationReport(
    string RequestId, double Duration, long BilledDuration, int MemorySize, int MaxMemoryUsed, double? InitDuration, string? Status, string? ErrorType);

/// <param name="Duration">Milliseconds.</param>
/// <param name="Phase"><c>init</c>, or <c>invoke</c> when the initialisation was retried inside the first invocation.</param>
/// <param name="Status"><c>timeout</c> or <c>error</c>.</param>
public readonly record struct InitReport(double Duration, string Phase, string Status, string? ErrorType);
