namespace Headrace.Lab.Costs;

/// <param name="Title"><c>this run</c>, <c>a month of 300 sites every 30 min</c>.</param>
/// <param name="Items">How many items it is for.</param>
public sealed record Bill(string Title, double Items, IReadOnlyList<BillLine> Lines)
{
    /// <summary>US dollars.</summary>
    public double Total => Lines.Sum(line => line.Amount);

    /// <summary>US dollars an item; not a number for none.</summary>
    public double PerItem => Items > 0 ? Total / Items : double.NaN;
}
