namespace Headrace.Lab.Statistics;

/// <summary>A group's and a population's share of a column, ascending.</summary>
/// <param name="Items">Which item each value is of.</param>
internal readonly record struct ColumnPart(GroupName Group, Population Population, ReadOnlyMemory<double> Values, ReadOnlyMemory<int> Items);
