using System.Globalization;
using System.Security.Cryptography;
using Headrace.Ledger;

namespace Headrace.Store;

/// <summary>The room's tables, and the few numbers that outlive a run.</summary>
/// <remarks>
/// <c>object</c> holds what a plain GET or listing sees: the latest version of a key, unless that is a delete marker. <c>version</c>
/// holds everything else: older versions, and delete markers. So a listing costs its page, however long a key's history, and a row of
/// <c>object</c> is always the newest of its key. Keys are UTF-8 bytes, which SQLite compares as S3 orders them.
/// </remarks>
internal static class StoreSchema
{
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS store_state(
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS bucket(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE,
          region TEXT NOT NULL,
          created INTEGER NOT NULL,          -- Unix milliseconds, as every time here
          versioning INTEGER NOT NULL);      -- VersioningState
        CREATE TABLE IF NOT EXISTS bucket_document(
          bucket INTEGER NOT NULL,
          kind TEXT NOT NULL,
          document TEXT NOT NULL,
          PRIMARY KEY(bucket, kind)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS object(
          bucket INTEGER NOT NULL,
          key BLOB NOT NULL,
          seq INTEGER NOT NULL,              -- the change that made this version
          is_null INTEGER NOT NULL,          -- its version id is the word null
          size INTEGER NOT NULL,
          etag TEXT NOT NULL,
          modified INTEGER NOT NULL,
          metadata BLOB,                     -- StoredMetadata, or NULL when there is none
          pieces BLOB,                       -- PieceList, or NULL: the body with id = seq (none when size = 0)
          PRIMARY KEY(bucket, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS version(
          bucket INTEGER NOT NULL,
          key BLOB NOT NULL,
          age INTEGER NOT NULL,              -- minus seq: newest first
          is_null INTEGER NOT NULL,
          is_marker INTEGER NOT NULL,
          size INTEGER NOT NULL,
          etag TEXT NOT NULL,
          modified INTEGER NOT NULL,
          metadata BLOB,
          pieces BLOB,
          PRIMARY KEY(bucket, key, age)) WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS version_null ON version(bucket, key) WHERE is_null = 1;
        CREATE TABLE IF NOT EXISTS body(     -- small bodies; id is the seq of the version or part they belong to
          id INTEGER PRIMARY KEY,
          bytes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS extent(   -- every byte of a segment that is in use
          segment INTEGER NOT NULL,
          start INTEGER NOT NULL,
          length INTEGER NOT NULL,
          PRIMARY KEY(segment, start)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS freed(    -- contents that nothing points at any more, until their bytes are given back
          id INTEGER PRIMARY KEY,            -- in the order of freeing
          content INTEGER NOT NULL,          -- the seq they were published under
          at INTEGER NOT NULL,
          pieces BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS upload(
          bucket INTEGER NOT NULL,
          key BLOB NOT NULL,
          seq INTEGER NOT NULL,
          initiated INTEGER NOT NULL,
          key_deleted INTEGER NOT NULL,      -- the key was deleted since: If-None-Match must conflict
          metadata BLOB,
          PRIMARY KEY(bucket, key, seq)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS part(
          upload INTEGER NOT NULL,           -- the upload's seq
          number INTEGER NOT NULL,
          seq INTEGER NOT NULL,
          size INTEGER NOT NULL,
          md5 BLOB NOT NULL,
          modified INTEGER NOT NULL,
          checksum_algorithm TEXT,
          checksum_value TEXT,
          checksum_type TEXT,
          pieces BLOB,
          PRIMARY KEY(upload, number)) WITHOUT ROWID;
        """;

    /// <summary>Creates what is missing, and begins a new run of the store.</summary>
    /// <exception cref="InvalidDataException">A newer Headrace wrote this.</exception>
    public static StoreState Open(LedgerDatabase ledger)
    {
        ledger.EnsureSchema("CREATE TABLE IF NOT EXISTS store_state(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;");
        var written = ledger.Read(connection => ReadState(connection, "schema"));
        if (written is not null && int.Parse(written, CultureInfo.InvariantCulture) > Version)
        {
            throw new InvalidDataException($"The object store was written by a newer Headrace (its schema is {written}, this one knows {Version}): start that one, or choose another data folder.");
        }

        ledger.EnsureSchema(Tables);
        return ledger.Initialize(transaction =>
        {
            WriteState(transaction, "schema", Version.ToString(CultureInfo.InvariantCulture));
            var secret = ReadState(transaction.Connection, "id_secret");
            if (secret is null)
            {
                secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
                WriteState(transaction, "id_secret", secret);
            }

            var epoch = ReadNumber(transaction.Connection, "epoch") + 1;
            WriteState(transaction, "epoch", epoch.ToString(CultureInfo.InvariantCulture));
            return new StoreState(epoch, ReadNumber(transaction.Connection, "tidy_epoch"), Convert.FromHexString(secret));
        });
    }

    /// <summary>Segments of this run and before hold nothing but extents with a row.</summary>
    public static void MarkTidy(LedgerTransaction transaction, long epoch) =>
        WriteState(transaction, "tidy_epoch", epoch.ToString(CultureInfo.InvariantCulture));

    private static long ReadNumber(LedgerConnection connection, string name) =>
        ReadState(connection, name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static string? ReadState(LedgerConnection connection, string name)
    {
        using var statement = connection.Prepare("SELECT value FROM store_state WHERE name = ?");
        return statement.Bind(1, name).Step() ? statement.Text(0) : null;
    }

    private static void WriteState(LedgerTransaction transaction, string name, string value)
    {
        using var statement = transaction.Prepare("INSERT INTO store_state(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value");
        statement.Bind(1, name).Bind(2, value).Run();
    }
}

/// <param name="Epoch">Counts the times the store was opened.</param>
/// <param name="TidyEpoch">The last epoch whose leftovers have been cleared away.</param>
/// <param name="IdSecret">Seals version and upload ids.</param>
internal sealed record StoreState(long Epoch, long TidyEpoch, byte[] IdSecret);
