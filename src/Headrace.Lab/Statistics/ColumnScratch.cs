namespace Headrace.Lab.Statistics;

/// <summary>Room for the work on one column, used again for the next: at a million items each new one would be 16 MB that wait for the collector.</summary>
internal sealed class ColumnScratch(int items)
{
    /// <summary>The column.</summary>
    public double[] Values { get; } = new double[items];

    public int[] Items { get; } = new int[items];

    /// <summary>Its parts.</summary>
    public double[] PartValues { get; } = new double[items];

    public int[] PartItems { get; } = new int[items];

    public int[] Groups { get; } = new int[items];
}
