using Headrace.Lab.Records;

namespace Headrace.Lab.Statistics;

/// <summary>How many spans are open at once, as a mean over each slice of time; adding one costs the same however long it is.</summary>
/// <param name="length">Of a slice, microseconds.</param>
internal sealed class Occupancy(int slices, Moment start, long length)
{
    /// <summary>Microseconds within the slice, of spans that begin or end there.</summary>
    private readonly double[] _partial = new double[slices];

    /// <summary>Change of how many spans cover the slice whole.</summary>
    private readonly long[] _change = new long[slices + 1];

    private double[]? _means;

    public bool IsEmpty { get; private set; } = true;

    /// <summary>A span of which an end is unknown, or that runs backwards, is not counted.</summary>
    public void Add(Moment from, Moment to)
    {
        if (!from.IsKnown || !to.IsKnown || to < from)
        {
            return;
        }

        IsEmpty = false;
        var (begin, end) = (Math.Max(0, from.Microseconds - start.Microseconds), Math.Min(length * slices, to.Microseconds - start.Microseconds));
        var (first, last) = ((int)Math.Min(slices - 1, begin / length), (int)Math.Min(slices - 1, end / length));
        if (first == last)
        {
            _partial[first] += end - begin;
            return;
        }

        _partial[first] += ((first + 1) * length) - begin;
        _partial[last] += end - (last * length);
        _change[first + 1]++;
        _change[last]--;
    }

    public double Mean(int slice)
    {
        if (_means is null)
        {
            _means = new double[slices];
            long whole = 0;
            for (var index = 0; index < slices; index++)
            {
                whole += _change[index];
                _means[index] = whole + (_partial[index] / length);
            }
        }

        return _means[slice];
    }
}
