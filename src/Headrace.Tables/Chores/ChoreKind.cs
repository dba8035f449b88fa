namespace Headrace.Tables.Chores;

/// <summary>On disk: not to be renumbered.</summary>
internal enum ChoreKind
{
    ClearTable = 0,
    ClearIndex = 1,
    FillIndex = 2,
    FillExpiry = 3,
}
