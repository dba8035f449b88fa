using System.Globalization;

namespace Headrace.Functions.Environments;

/// <summary>X-Ray trace headers, for invocations that bring none: <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=…;Sampled=0</c>.</summary>
internal static class TraceId
{
    public static string Next(TimeProvider time)
    {
        Span<byte> random = stackalloc byte[20];
        Random.Shared.NextBytes(random);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Root=1-{time.GetUtcNow().ToUnixTimeSeconds():x8}-{Convert.ToHexStringLower(random[..12])};Parent={Convert.ToHexStringLower(random[12..])};Sampled=0");
    }
}
