using System.Globalization;

namespace Headrace.Scenes.Hydrology;

/// <summary>A river's stage over time: baseflow that follows the seasons, storm events, recessions. A closed form: any moment can be asked for, in any order.</summary>
public sealed class Hydrograph
{
    /// <summary>The first line of the CSV file.</summary>
    public const string CsvHeader = "site_id,time,stage_m";

    /// <summary>No stage is below, in metres above the gauge's zero.</summary>
    public const double LowestStage = 0.2;

    /// <summary>No stage is above.</summary>
    public const double HighestStage = 3.2;

    /// <summary>At most one storm begins in each span of this many hours.</summary>
    private const double Span = 36;

    /// <summary>What is left of older storms is less than a millimetre.</summary>
    private const int SpansRemembered = 10;

    private readonly ulong _seed;
    private readonly double _baseflow, _season, _phase;
    private readonly float _storminess;

    public Hydrograph(ulong seed)
    {
        _seed = seed;
        var dice = new Dice(seed);
        _baseflow = dice.Between(0.15f, 0.6f);
        _season = dice.Between(0.05f, 0.2f);
        _phase = dice.Between(0, 2 * MathF.PI);
        _storminess = dice.Between(0.35f, 0.65f);
    }

    /// <summary>Metres above the gauge's zero, to the millimetre.</summary>
    public double StageAt(DateTimeOffset time)
    {
        var hours = Hours(time);
        var rise = _baseflow + (_season * (1 + Math.Sin(_phase + (hours * (2 * Math.PI / (24 * 365.25))))));
        foreach (var storm in StormsBefore(hours))
        {
            rise += storm.StageAt(hours);
        }

        // A flood that leaves its bed spreads: the higher, the slower it still rises.
        const double most = HighestStage - LowestStage;
        return Math.Round(LowestStage + (most * (1 - Math.Exp(-rise / most))), 3);
    }

    /// <summary>0 (dry) to 1 (a downpour).</summary>
    public double RainAt(DateTimeOffset time)
    {
        var hours = Hours(time);
        var rain = 0.0;
        foreach (var storm in StormsBefore(hours + Span))
        {
            rain = Math.Max(rain, storm.RainAt(hours));
        }

        return rain;
    }

    /// <summary>One line of the CSV file.</summary>
    public static string CsvLine(string siteId, DateTimeOffset time, double stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{siteId},{time:yyyy-MM-ddTHH:mm:sszzz},{stage:0.000}");

    private static double Hours(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalHours;

    private IEnumerable<Storm> StormsBefore(double hours)
    {
        var last = (long)Math.Floor(hours / Span);
        for (var span = last - SpansRemembered; span <= last; span++)
        {
            var dice = new Dice(Dice.Mix(_seed, span));
            if (dice.Chance(_storminess))
            {
                yield return new Storm((span + dice.Unit()) * Span, dice.Between(0.3f, 2.4f), dice.Between(3, 10), dice.Between(10, 40));
            }
        }
    }
}
