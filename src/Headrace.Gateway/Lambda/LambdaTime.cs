using System.Globalization;

namespace Headrace.Gateway.Lambda;

/// <summary>The ways in which Lambda's API writes a time.</summary>
internal static class LambdaTime
{
    /// <summary><c>2025-11-25T02:26:54.123+0000</c>: functions and layers.</summary>
    public static string Milliseconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'");

    /// <summary><c>2025-11-25T02:26:54+0000</c>: provisioned concurrency.</summary>
    public static string Seconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss'+0000'");

    /// <summary><c>2025-11-25T02:26:54.123456Z</c>: function URLs.</summary>
    public static string Microseconds(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>Seconds since 1970, with a fraction: event invoke configurations.</summary>
    public static double Epoch(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static string Format(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
