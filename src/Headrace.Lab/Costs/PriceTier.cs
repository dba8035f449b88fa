namespace Headrace.Lab.Costs;

/// <param name="UpTo">The month's quantity at which the tier ends; infinite for the last.</param>
/// <param name="UnitPrice">US dollars.</param>
public sealed record PriceTier(double UpTo, double UnitPrice);
