using System.Globalization;
using System.Text.Json;

namespace Headrace.Cli.Cameras;

/// <summary>What a live run has done.</summary>
internal sealed record LiveReport(int Sites, int Rounds, int Uploaded, int Failed)
{
    public string ToJson() => JsonSerializer.Serialize(this, CamerasJson.Default.LiveReport);

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"uploaded {Uploaded}, failed {Failed}; sites {Sites}, rounds {Rounds}");
}
