using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Telemetry.Logs;

/// <summary>Names of groups and streams as file names: any name is safe, different names stay different, short ones stay readable.</summary>
/// <remarks>
/// Everything but letters, digits, <c>.</c>, <c>-</c> and <c>_</c> is percent-encoded, a leading dot too. A name too long for a file
/// name becomes its beginning, <c>~</c> and its hash; the whole name then stands in the file itself.
/// </remarks>
internal static class LogName
{
    /// <summary>Linux allows 255 bytes.</summary>
    private const int LongestFileName = 240;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    public static string Encode(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var encoded = new StringBuilder(name.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            if (Plain.Contains((char)octet) && (octet != '.' || encoded.Length > 0))
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", null));
            }
        }

        return encoded.Length <= LongestFileName
            ? encoded.ToString()
            : $"{encoded.ToString(0, 160)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    /// <summary>The name, or null when it was too long and stands in the file.</summary>
    public static string? Decode(string fileName) => fileName.Contains('~', StringComparison.Ordinal) ? null : Uri.UnescapeDataString(fileName);
}
