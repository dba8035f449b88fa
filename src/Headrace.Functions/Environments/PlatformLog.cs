using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Functions.Environments;

/// <summary>The platform's own lines in an environment's log, in the function's format.</summary>
internal sealed class PlatformLog(EnvironmentLog log, FunctionVersion version, TimeProvider time)
{
    private readonly bool _isJson = version.LogFormat == "JSON";

    public void InitStart(string runtimeVersion, string runtimeVersionArn)
    {
        Span<byte> line = stackalloc byte[LogLines.Longest];
        log.Append(_isJson
            ? PlatformEvents.InitStart(time.GetUtcNow(), runtimeVersion, runtimeVersionArn, version.Id.Name, version.Version)
            : line[..LogLines.InitStart(line, runtimeVersion, runtimeVersionArn)]);
    }

    public void InitReport(InitReport report)
    {
        Span<byte> line = stackalloc byte[LogLines.Longest];
        log.Append(_isJson ? PlatformEvents.InitReport(time.GetUtcNow(), report) : line[..LogLines.InitReport(line, report)]);
    }

    public void Start(string requestId)
    {
        Span<byte> line = stackalloc byte[LogLines.Longest];
        log.Append(_isJson ? PlatformEvents.Start(time.GetUtcNow(), requestId, version.Version) : line[..LogLines.Start(line, requestId, version.Version)]);
    }

    public void TimedOut(string requestId)
    {
        Span<byte> line = stackalloc byte[LogLines.Longest];
        log.Append(line[..LogLines.TimedOut(line, time.GetUtcNow(), requestId, version.Timeout)]);
    }

    public void Failed(string message, string errorType)
    {
        Span<byte> line = stackalloc byte[LogLines.Longest];
        log.Append(line[..LogLines.Failed(line, message, errorType)]);
    }

    /// <summary>END, which JSON logs do not have, and REPORT.</summary>
    public void End(InvocationReport report, bool isError)
    {
        if (_isJson)
        {
            log.Append(PlatformEvents.Report(time.GetUtcNow(), report, isError));
            return;
        }

        Span<byte> lines = stackalloc byte[2 * LogLines.Longest];
        var length = LogLines.End(lines, report.RequestId);
        length += LogLines.Report(lines[length..], report);
        log.AppendLines(lines[..length]);
    }
}
