namespace Headrace.Calibration.Filtering;

/// <summary>What one step of filtering did.</summary>
/// <param name="Changed">Rows that stayed with another value.</param>
public sealed record FilterStep(string Name, int Before, int Dropped, int Changed)
{
    public int After => Before - Dropped;
}
