using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Http;

/// <summary>Events 1000–1019.</summary>
internal static partial class FrontDoorLog
{
    [LoggerMessage(1000, LogLevel.Error, "Request {RequestId} to {Service} failed: {Method} {Path}")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string requestId, string service, string method, string path);

    [LoggerMessage(1001, LogLevel.Debug, "Request {RequestId} to {Service} was left by its client")]
    public static partial void ClientGone(this ILogger logger, string requestId, string service);

    [LoggerMessage(1002, LogLevel.Error, "Request {RequestId} failed after its answer had begun; the connection is closed")]
    public static partial void AnswerBroken(this ILogger logger, Exception exception, string requestId);
}
