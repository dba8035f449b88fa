namespace Headrace.Lab.Costs;

/// <param name="Key">In a price file.</param>
/// <param name="Unit">What one of it is.</param>
internal sealed record MeterName(string Key, string Service, string Item, string Unit);
