namespace Headrace.Ledger;

/// <summary>SQLite refused: its result code and its words.</summary>
public sealed class LedgerException(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    public int Code { get; } = code;

    /// <summary>A UNIQUE, PRIMARY KEY, CHECK or FOREIGN KEY constraint did not hold.</summary>
    public bool IsConstraint => (Code & 0xff) == 19;
}
