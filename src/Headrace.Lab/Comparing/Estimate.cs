namespace Headrace.Lab.Comparing;

/// <summary>A figure, and what it would have been had the run's items been drawn again.</summary>
/// <param name="Replicates">Null: nobody can tell, and <paramref name="Note"/> says why.</param>
/// <param name="Fingerprint">Of the data it was made of: equal data have not changed, however few.</param>
internal sealed record Estimate(double Value, double[]? Replicates, ulong Fingerprint, string Note = "");
