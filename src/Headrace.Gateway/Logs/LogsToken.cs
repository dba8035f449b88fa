using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Headrace.Telemetry.Logs;

namespace Headrace.Gateway.Logs;

/// <summary>Event ids and page tokens.</summary>
/// <remarks>
/// As at AWS an event's id is a number of 56 digits that grows with time: 42 bits of Unix milliseconds, here 80 bits of the stream's hash and 64 of
/// the position in it. <c>f/…</c> and <c>b/…</c> tokens of GetLogEvents are such numbers too.
/// </remarks>
internal static class LogsToken
{
    /// <summary>The latest time that 56 digits can say: in the year 2109.</summary>
    private const long Latest = (1L << 42) - 1;

    private const int Digits = 56;

    public static string EventId(string group, LogEvent logEvent) => Number(group, logEvent.Stream, new LogMark(logEvent.Position, logEvent.Timestamp));

    public static string Of(char direction, string group, string stream, LogMark mark) => $"{direction}/{Number(group, stream, mark)}/s";

    public static string Number(string group, string stream, LogMark mark)
    {
        var number = (((new BigInteger(Math.Clamp(mark.Timestamp, 0, Latest)) << 80) | HashOf(group, stream)) << 64) | (ulong)mark.Position;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>Where a token leads.</summary>
    /// <exception cref="WireException">It is none, or another stream's.</exception>
    public static (bool IsForward, LogMark Mark) Parse(string token, string group, string stream)
    {
        var text = token.EndsWith("/s", StringComparison.Ordinal) ? token.AsSpan()[..^2] : token;
        if (text is not (['f' or 'b', '/', ..] and { Length: Digits + 2 }) || !BigInteger.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ||
            ((number >> 64) & ((BigInteger.One << 80) - 1)) != HashOf(group, stream) || number >> 144 > Latest || (ulong)(number & ulong.MaxValue) > long.MaxValue)
        {
            throw LogsErrors.InvalidToken();
        }

        var timestamp = (long)(number >> 144);
        return (text[0] == 'f', new LogMark((long)(ulong)(number & ulong.MaxValue), timestamp == Latest ? long.MaxValue - 1 : timestamp));
    }

    /// <summary>A place in a listing or in a merge of streams, as one opaque text.</summary>
    public static string Opaque(params IEnumerable<string> parts)
    {
        var text = string.Join('\n', parts);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Checksum(text)}\n{text}"));
    }

    /// <exception cref="WireException">It is none of ours.</exception>
    public static string[] Parts(string token, int count)
    {
        Span<byte> bytes = stackalloc byte[4096];
        if (token.Length > 4096 || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length))
        {
            throw LogsErrors.InvalidToken();
        }

        var parts = Encoding.UTF8.GetString(bytes[..length]).Split('\n', 2);
        return parts is [var checksum, var text] && checksum == Checksum(text) && text.Split('\n', count) is { } found && found.Length == count
            ? found
            : throw LogsErrors.InvalidToken();
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    private static BigInteger HashOf(string group, string stream) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}\n{stream}")).AsSpan(0, 10), isUnsigned: true);
}
