namespace Headrace.Lab.Plans;

/// <summary>
/// An open model: so many per second, whatever becomes of them. Each step holds a rate or goes evenly from one to another; a single long step is a soak.
/// </summary>
/// <remarks>
/// The n-th arrival is where the integral of the rate, Λ(t), reaches a mark: n for constant arrivals, the n-th point of a Poisson process of rate 1 for
/// Poisson ones (inversion; Çinlar, Introduction to Stochastic Processes, 1975, §4.7). So ramps are exact and not approximated by small steps.
/// </remarks>
public sealed record RatePattern(IReadOnlyList<RateStep> Steps, bool IsPoisson, int Sites) : Pattern
{
    public override string Kind => "rate";

    public override int Sites { get; } = Sites;

    public override IEnumerable<PlannedLoad> Loads(long seed)
    {
        var expected = Steps.Sum(step => step.Count);
        return [new OpenLoad(0, Arrivals(seed), IsPoisson ? (long)Math.Round(expected) : Count(expected))];
    }

    private IEnumerable<Arrival> Arrivals(long seed)
    {
        var random = new Random(HashCode32(seed));
        var began = TimeSpan.Zero;
        double passed = 0, mark = IsPoisson ? Exponential(random) : 0;
        var number = 0L;
        foreach (var step in Steps)
        {
            // Constant arrivals stand at the marks 0, 1, 2, …: the first at once, none at the very end.
            for (; mark < passed + step.Count - 1e-9; mark = IsPoisson ? mark + Exponential(random) : number)
            {
                yield return new Arrival(began + step.TimeOf(Math.Max(0, mark - passed)), (int)(number++ % Sites) + 1);
            }

            passed += step.Count;
            began += step.Length;
        }
    }

    private static long Count(double expected) => (long)Math.Ceiling(expected - 1e-9);

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private static int HashCode32(long seed) => unchecked((int)(seed ^ (seed >> 32)));
}
