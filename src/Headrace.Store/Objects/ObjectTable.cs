using Headrace.Ledger;
using Headrace.Store.Listing;

namespace Headrace.Store.Objects;

/// <summary>The rows of versions: <c>object</c> for what is current and no delete marker, <c>version</c> for the rest.</summary>
internal static class ObjectTable
{
    private const string ObjectColumns = "o.key, o.seq, o.is_null, 0, o.size, o.etag, o.modified, o.metadata, o.pieces";
    private const string VersionColumns = "v.key, -v.age, v.is_null, v.is_marker, v.size, v.etag, v.modified, v.metadata, v.pieces";

    /// <summary>The row of <c>object</c>, with its body: all that a GET needs, in one read.</summary>
    public static VersionRow? Current(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = connection.Prepare(
            $"SELECT {ObjectColumns}, b.bytes FROM object o LEFT JOIN body b ON b.id = o.seq WHERE o.bucket = ? AND o.key = ?");
        return statement.Bind(1, bucket).Bind(2, key).Step() ? Row(statement, withBody: true) : null;
    }

    /// <summary>The row of <c>object</c>, without its body.</summary>
    public static VersionRow? CurrentRow(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = connection.Prepare($"SELECT {ObjectColumns} FROM object o WHERE o.bucket = ? AND o.key = ?");
        return statement.Bind(1, bucket).Bind(2, key).Step() ? Row(statement) : null;
    }

    /// <summary>The newest row of <c>version</c>.</summary>
    public static VersionRow? Newest(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = connection.Prepare($"SELECT {VersionColumns} FROM version v WHERE v.bucket = ? AND v.key = ? ORDER BY v.age LIMIT 1");
        return statement.Bind(1, bucket).Bind(2, key).Step() ? Row(statement) : null;
    }

    public static VersionRow? Older(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key, long sequence)
    {
        using var statement = connection.Prepare(
            $"SELECT {VersionColumns}, b.bytes FROM version v LEFT JOIN body b ON b.id = -v.age WHERE v.bucket = ? AND v.key = ? AND v.age = ?");
        return statement.Bind(1, bucket).Bind(2, key).Bind(3, -sequence).Step() ? Row(statement, withBody: true) : null;
    }

    public static VersionRow? OlderNull(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = connection.Prepare(
            $"SELECT {VersionColumns}, b.bytes FROM version v LEFT JOIN body b ON b.id = -v.age WHERE v.bucket = ? AND v.key = ? AND v.is_null = 1");
        return statement.Bind(1, bucket).Bind(2, key).Step() ? Row(statement, withBody: true) : null;
    }

    /// <summary>Current objects in key order.</summary>
    public static Statement List(LedgerConnection connection, long bucket, ListingStart start, ReadOnlySpan<byte> end) =>
        connection.Prepare($"SELECT {ObjectColumns} FROM object o WHERE o.bucket = ? AND o.key >= ? AND o.key < ? ORDER BY o.key")
            .Bind(1, bucket).Bind(2, start.Key).Bind(3, end);

    /// <summary>All versions and delete markers in key order, newest first: their rank is minus their number. The last column says whether it is a current object.</summary>
    public static Statement ListVersions(LedgerConnection connection, long bucket, ListingStart start, ReadOnlySpan<byte> end) =>
        connection.Prepare(
            $"""
            SELECT {ObjectColumns}, 1, -o.seq AS rank FROM object o
            WHERE o.bucket = ?1 AND o.key >= ?2 AND o.key < ?4 AND (o.key > ?2 OR -o.seq > ?3)
            UNION ALL
            SELECT {VersionColumns}, 0, v.age AS rank FROM version v
            WHERE v.bucket = ?1 AND (v.key, v.age) > (?2, ?3) AND v.key < ?4
            ORDER BY 1, rank
            """)
            .Bind(1, bucket).Bind(2, start.Key).Bind(3, start.AfterRank).Bind(4, end);

    public static void PutCurrent(LedgerTransaction transaction, long bucket, VersionRow row)
    {
        using var statement = transaction.Prepare(
            "INSERT OR REPLACE INTO object(bucket, key, seq, is_null, size, etag, modified, metadata, pieces) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        statement.Bind(1, bucket).Bind(2, row.Key).Bind(3, row.Sequence).Bind(4, row.IsNull ? 1 : 0).Bind(5, row.Size).Bind(6, row.ETag)
            .Bind(7, row.Modified).Bind(8, row.Metadata).Bind(9, row.Pieces).Run();
    }

    public static void PutOlder(LedgerTransaction transaction, long bucket, VersionRow row)
    {
        using var statement = transaction.Prepare(
            "INSERT INTO version(bucket, key, age, is_null, is_marker, size, etag, modified, metadata, pieces) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        statement.Bind(1, bucket).Bind(2, row.Key).Bind(3, -row.Sequence).Bind(4, row.IsNull ? 1 : 0).Bind(5, row.IsMarker ? 1 : 0).Bind(6, row.Size)
            .Bind(7, row.ETag).Bind(8, row.Modified).Bind(9, row.Metadata).Bind(10, row.Pieces).Run();
    }

    public static void RemoveCurrent(LedgerTransaction transaction, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = transaction.Prepare("DELETE FROM object WHERE bucket = ? AND key = ?");
        statement.Bind(1, bucket).Bind(2, key).Run();
    }

    public static void RemoveOlder(LedgerTransaction transaction, long bucket, ReadOnlySpan<byte> key, long sequence)
    {
        using var statement = transaction.Prepare("DELETE FROM version WHERE bucket = ? AND key = ? AND age = ?");
        statement.Bind(1, bucket).Bind(2, key).Bind(3, -sequence).Run();
    }

    /// <summary>Writes new metadata to the version with that number, wherever its row is; false when it is gone.</summary>
    public static bool SetMetadata(LedgerTransaction transaction, long bucket, ReadOnlySpan<byte> key, long sequence, byte[]? metadata)
    {
        using (var current = transaction.Prepare("UPDATE object SET metadata = ? WHERE bucket = ? AND key = ? AND seq = ?"))
        {
            if (current.Bind(1, metadata).Bind(2, bucket).Bind(3, key).Bind(4, sequence).Run() > 0)
            {
                return true;
            }
        }

        using var older = transaction.Prepare("UPDATE version SET metadata = ? WHERE bucket = ? AND key = ? AND age = ?");
        return older.Bind(1, metadata).Bind(2, bucket).Bind(3, key).Bind(4, -sequence).Run() > 0;
    }

    public static VersionRow Row(Statement statement, bool withBody = false) => new(
        statement.Blob(0).ToArray(), statement.Int64(1), statement.Int64(2) != 0, statement.Int64(3) != 0, statement.Int64(4), statement.Text(5),
        statement.Int64(6), statement.BytesOrNull(7), statement.BytesOrNull(8), withBody ? statement.BytesOrNull(9) : null);
}
