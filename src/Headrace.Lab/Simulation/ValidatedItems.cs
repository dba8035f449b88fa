using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary>The items of one level, measured and simulated, warm-up left out.</summary>
internal sealed class ValidatedItems
{
    private const int Quantiles = 100;

    private readonly List<Item> _measured = [];
    private readonly List<(Item Item, int Draw)> _simulated = [];

    /// <param name="draw">Which of the simulations of the same items; 0 is the first.</param>
    public void Add(in Item measured, in Item simulated, int draw)
    {
        if (draw == 0)
        {
            _measured.Add(measured);
        }

        _simulated.Add((simulated, draw));
    }

    public ValidationLevel Compare(int sites)
    {
        Side measured = new([(0, _measured)]), simulated = new([.. _simulated.GroupBy(one => one.Draw, one => one.Item).Select(draw => (draw.Key, (IReadOnlyList<Item>)[.. draw]))]);
        ValidatedFigure Of(string name, string unit, Func<Side, double> figure) => new(name, unit, figure(measured), figure(simulated));
        return new ValidationLevel(
            sites,
            [
                Of("p50", "ms", side => side.At(50)),
                Of("p95", "ms", side => side.At(95)),
                Of("p99", "ms", side => side.At(99)),
                Of("max", "ms", side => side.Bursts.Average(burst => burst.Max())),
                Of("throughput", "1/s", side => side.Throughput),
                Of("cold starts", "%", side => side.Share(item => item.Cold == true, item => item.Cold is not null)),
                Of("succeeded", "%", side => side.Share(item => item.Status == ItemStatus.Succeeded, _ => true)),
                Of("throttled", "%", side => side.Share(item => item.Status == ItemStatus.Throttled, _ => true)),
            ],
            Distance(measured.Responses, simulated.Responses),
            [.. Enumerable.Range(1, Quantiles).Select(percent => new QuantilePair(percent / 100.0, Percentile.Of(measured.Responses, percent), Percentile.Of(simulated.Responses, percent)))]);
    }

    private static double Distance(double[] a, double[] b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == b.Length ? 0 : 1;
        }

        double most = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
            {
                i++;
            }

            while (j < b.Length && b[j] <= value)
            {
                j++;
            }

            most = Math.Max(most, Math.Abs((i / (double)a.Length) - (j / (double)b.Length)));
        }

        return most;
    }

    /// <summary>One of the two: what was measured, or what was simulated again and again.</summary>
    private sealed class Side(IReadOnlyList<(int Draw, IReadOnlyList<Item> Items)> draws)
    {
        private readonly Item[][] _repetitions = [.. draws.SelectMany(draw => draw.Items.GroupBy(item => item.Repetition, (_, items) => items.ToArray()))];

        private readonly double[][] _draws = [.. draws.Select(draw => Succeeded(draw.Items).Order().ToArray()).Where(responses => responses.Length > 0)];

        /// <summary>Milliseconds of what succeeded, ascending.</summary>
        public double[] Responses { get; } = [.. draws.SelectMany(draw => Succeeded(draw.Items)).Order()];

        /// <summary>The percentile of as many items as were measured, on average: that of three is not that of three hundred.</summary>
        public double At(double percent) => _draws.Length == 0 ? double.NaN : _draws.Average(responses => Percentile.Of(responses, percent));

        /// <summary>The responses of each repetition; only of those that have any.</summary>
        public IEnumerable<double[]> Bursts => _repetitions.Select(items => Succeeded(items).ToArray()).Where(responses => responses.Length > 0).DefaultIfEmpty([double.NaN]);

        /// <summary>Succeeded per second of the repetitions, each from its first intended start to the last thing seen.</summary>
        public double Throughput => Responses.Length / (_repetitions.Sum(SpanOf) / 1000);

        /// <summary>%; of none, not a number.</summary>
        public double Share(Func<Item, bool> which, Func<Item, bool> of)
        {
            var (count, all) = (0, 0);
            foreach (var item in _repetitions.SelectMany(items => items).Where(of))
            {
                all++;
                count += which(item) ? 1 : 0;
            }

            return 100.0 * count / all;
        }

        private static IEnumerable<double> Succeeded(IEnumerable<Item> items) => items.Where(item => item.Status == ItemStatus.Succeeded).Select(item => item.Response).Where(double.IsFinite);

        private static double SpanOf(Item[] items) =>
            items.Max(item => Stretch.IntendedOf(item).Plus(item.Response is >= 0 and var response ? response : 0)).Since(items.Min(item => Stretch.IntendedOf(item)));
    }
}
