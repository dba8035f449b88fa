using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load.Targets;

/// <summary>Trace ids: <c>1-</c>, the second in 8 hex digits, 24 hex digits that are the run's and the item's (X-Ray's format).</summary>
internal static class Trace
{
    public const string Header = "X-Amzn-Trace-Id";

    /// <param name="run">48 bits.</param>
    public static string IdOf(ulong run, long number, Moment intended) =>
        string.Create(CultureInfo.InvariantCulture, $"1-{intended.Microseconds / 1_000_000:x8}-{run & 0xFFFF_FFFF_FFFF:x12}{number:x12}");
}
