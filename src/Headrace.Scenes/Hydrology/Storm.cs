namespace Headrace.Scenes.Hydrology;

/// <summary>One rise of the river: up to its peak within hours, down again over days.</summary>
/// <param name="Start">Hours on the hydrograph's own clock.</param>
/// <param name="Peak">What it adds to the stage at most, in metres.</param>
/// <param name="Rise">Hours from start to peak.</param>
/// <param name="Recession">Hours in which what is left falls to 1/e.</param>
internal readonly record struct Storm(double Start, double Peak, double Rise, double Recession)
{
    /// <summary>It rains before the river answers.</summary>
    private const double RainAhead = 2;

    public double StageAt(double hours)
    {
        var since = hours - Start;
        if (since <= 0)
        {
            return 0;
        }

        if (since < Rise)
        {
            var part = since / Rise;
            return Peak * part * part * (3 - (2 * part));
        }

        return Peak * Math.Exp((Rise - since) / Recession);
    }

    /// <summary>0 (dry) to 1 (a downpour).</summary>
    public double RainAt(double hours)
    {
        var part = (hours - Start + RainAhead) / (Rise + RainAhead);
        return part is <= 0 or >= 1 ? 0 : Math.Sin(Math.PI * part) * Math.Min(1, 0.35 + (Peak / 2.5));
    }
}
