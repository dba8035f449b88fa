namespace Headrace.Ledger;

/// <summary>Bytes outside the database that a row is about to point at, such as a segment file.</summary>
public interface IDurableContent
{
    /// <summary>Forces what was written so far to disk (fdatasync). Called on the writer thread, once per commit.</summary>
    void Flush();
}
