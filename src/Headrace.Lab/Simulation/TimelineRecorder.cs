namespace Headrace.Lab.Simulation;

/// <summary>Some hundred evenly spaced looks at a simulation whose length nobody knows: whenever there are too many, every other goes.</summary>
internal sealed class TimelineRecorder
{
    private const int Most = 512;

    private readonly List<ConcurrencyPoint> _points = new(Most);
    private double _interval = 1;
    private double _next;

    public IReadOnlyList<ConcurrencyPoint> Points => _points;

    /// <summary>What was so until <paramref name="time"/> (milliseconds).</summary>
    public void AdvanceTo(double time, int running, int environments, int waiting)
    {
        while (_next <= time)
        {
            if (_points.Count == Most)
            {
                for (var index = 0; index < Most / 2; index++)
                {
                    _points[index] = _points[2 * index];
                }

                _points.RemoveRange(Most / 2, Most / 2);
                _interval *= 2;
                _next = _interval * (Most / 2);
                continue;
            }

            _points.Add(new ConcurrencyPoint(_next / 1000, running, environments, waiting));
            _next += _interval;
        }
    }
}
