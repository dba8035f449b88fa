using System.Globalization;
using Headrace.Ledger;

namespace Headrace.Tables.Storage;

/// <summary>The room's tables in the ledger.</summary>
/// <remarks>
/// Keys are bytes that sort as DynamoDB sorts (<see cref="Schema.KeyCodec"/>); items are the JSON that they are served as
/// (<see cref="Values.ItemJson"/>). <c>dynamo_entry</c> holds the secondary indexes and, under an id of its own, the items of a table by expiry.
/// </remarks>
internal static class TablesSchema
{
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS dynamo_table(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          account TEXT NOT NULL,
          region TEXT NOT NULL,
          name TEXT NOT NULL,
          version INTEGER NOT NULL,          -- counts the changes of the definition
          definition TEXT NOT NULL,          -- TableDefinition
          tags TEXT NOT NULL,                -- an object
          items INTEGER NOT NULL,
          bytes INTEGER NOT NULL,            -- by AWS's counting
          UNIQUE(account, region, name));
        CREATE TABLE IF NOT EXISTS dynamo_index(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          tbl INTEGER NOT NULL,
          items INTEGER NOT NULL,
          bytes INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS dynamo_item(
          tbl INTEGER NOT NULL,
          place BLOB NOT NULL,
          range BLOB NOT NULL,
          size INTEGER NOT NULL,
          item BLOB NOT NULL,
          PRIMARY KEY(tbl, place, range)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dynamo_entry(
          idx INTEGER NOT NULL,
          place BLOB NOT NULL,               -- of the index's key
          range BLOB NOT NULL,
          item_place BLOB NOT NULL,          -- of the table's key
          item_range BLOB NOT NULL,
          size INTEGER NOT NULL,
          item BLOB NOT NULL,                -- what the index projects
          PRIMARY KEY(idx, place, range, item_place, item_range)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dynamo_chore(  -- work that is done bit by bit, and goes on after a restart
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          kind INTEGER NOT NULL,             -- ChoreKind
          tbl INTEGER NOT NULL,
          idx INTEGER NOT NULL,
          place BLOB NOT NULL,               -- how far a backfill has come
          range BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS dynamo_token(  -- of transactions, kept for ten minutes
          account TEXT NOT NULL,
          region TEXT NOT NULL,
          token TEXT NOT NULL,
          request BLOB NOT NULL,             -- SHA-256
          at INTEGER NOT NULL,               -- Unix milliseconds
          PRIMARY KEY(account, region, token)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS dynamo_token_at ON dynamo_token(at);
        """;

    /// <exception cref="InvalidDataException">A newer Headrace wrote this.</exception>
    public static void Open(LedgerDatabase ledger)
    {
        ledger.EnsureSchema("CREATE TABLE IF NOT EXISTS dynamo_state(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;");
        var written = ledger.Read(static connection =>
        {
            using var statement = connection.Prepare("SELECT value FROM dynamo_state WHERE name = 'schema'");
            return statement.Step() ? int.Parse(statement.Text(0), CultureInfo.InvariantCulture) : 0;
        });
        if (written > Version)
        {
            throw new InvalidDataException($"The tables were written by a newer Headrace (their schema is {written}, this one knows {Version}): start that one, or choose another data folder.");
        }

        ledger.EnsureSchema(Tables);
        ledger.EnsureSchema(string.Create(
            CultureInfo.InvariantCulture, $"INSERT INTO dynamo_state(name, value) VALUES('schema', '{Version}') ON CONFLICT(name) DO UPDATE SET value = excluded.value;"));
    }
}
