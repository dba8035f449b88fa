using System.Globalization;
using System.Text.Json;

namespace Headrace.Cli.Cameras;

/// <summary>What a run has written.</summary>
internal sealed record CamerasReport(string Folder, int Sites, int Images, double Seconds)
{
    public string ToJson() => JsonSerializer.Serialize(this, CamerasJson.Default.CamerasReport);

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Folder}: pictures {Images}, sites {Sites}, {Seconds:0.0} s; sites.json configures the gauge, hydrograph.csv is the truth.");
}
