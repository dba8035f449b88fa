using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>What every event says of the request it came from.</summary>
internal static class Caller
{
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "127.0.0.1";

    public static string PortOf(HttpContext http) => (http.Request.Host.Port ?? http.Connection.LocalPort).ToString(CultureInfo.InvariantCulture);

    /// <summary>The client's, or one made from the request's id.</summary>
    public static string TraceIdOf(GatewayRequest request) =>
        request.Http.Request.Headers["X-Amzn-Trace-Id"] is [{ Length: > 0 } given, ..]
            ? given
            : $"Root=1-{request.RequestId[..8]}-{request.RequestId.Replace("-", "", StringComparison.Ordinal)[8..]}";

    /// <summary><c>12/Mar/2020:19:03:58 +0000</c></summary>
    public static string TimeText(DateTimeOffset now) => now.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
