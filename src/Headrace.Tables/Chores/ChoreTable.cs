using Headrace.Ledger;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Chores;

/// <param name="At">How far a backfill has come.</param>
internal sealed record Chore(long Id, ChoreKind Kind, long Table, long Index, ItemKey At);

/// <summary>The rows of <c>dynamo_chore</c>.</summary>
internal static class ChoreTable
{
    public static void Add(LedgerTransaction transaction, ChoreKind kind, long table, long index)
    {
        using var insert = transaction.Prepare("INSERT INTO dynamo_chore(kind, tbl, idx, place, range) VALUES(?, ?, ?, x'', x'')");
        insert.Bind(1, (int)kind).Bind(2, table).Bind(3, index).Run();
    }

    /// <summary>The index is going: there is nothing left to fill.</summary>
    public static void RemoveBackfill(LedgerTransaction transaction, long index)
    {
        using var delete = transaction.Prepare("DELETE FROM dynamo_chore WHERE idx = ? AND kind IN (2, 3)");
        delete.Bind(1, index).Run();
    }

    public static Chore? First(LedgerConnection connection)
    {
        using var statement = connection.Prepare("SELECT id, kind, tbl, idx, place, range FROM dynamo_chore ORDER BY kind DESC, id LIMIT 1");
        return statement.Step() ? Read(statement) : null;
    }

    /// <summary>The chore as it now stands; null when it is done or has been called off.</summary>
    public static Chore? Find(LedgerConnection connection, long id)
    {
        using var statement = connection.Prepare("SELECT id, kind, tbl, idx, place, range FROM dynamo_chore WHERE id = ?");
        return statement.Bind(1, id).Step() ? Read(statement) : null;
    }

    public static void Advance(LedgerTransaction transaction, Chore chore, ItemKey at)
    {
        using var update = transaction.Prepare("UPDATE dynamo_chore SET place = ?, range = ? WHERE id = ?");
        update.Bind(1, at.Place).Bind(2, at.Range).Bind(3, chore.Id).Run();
    }

    public static void Finish(LedgerTransaction transaction, Chore chore)
    {
        using var delete = transaction.Prepare("DELETE FROM dynamo_chore WHERE id = ?");
        delete.Bind(1, chore.Id).Run();
    }

    private static Chore Read(Statement statement) => new(
        statement.Int64(0), (ChoreKind)statement.Int64(1), statement.Int64(2), statement.Int64(3),
        new ItemKey(statement.Blob(4).ToArray(), statement.Blob(5).ToArray()));
}
