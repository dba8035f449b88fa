using Headrace.Ledger;
using Headrace.Store.Listing;

namespace Headrace.Store.Multipart;

/// <summary>The rows of uploads and their parts.</summary>
internal static class UploadTable
{
    private const string UploadColumns = "SELECT key, seq, initiated, key_deleted, metadata FROM upload";
    private const string PartColumns = "SELECT number, seq, size, md5, modified, checksum_algorithm, checksum_value, checksum_type, pieces FROM part";

    public static void Insert(LedgerTransaction transaction, long bucket, UploadRow row)
    {
        using var statement = transaction.Prepare("INSERT INTO upload(bucket, key, seq, initiated, key_deleted, metadata) VALUES(?, ?, ?, ?, 0, ?)");
        statement.Bind(1, bucket).Bind(2, row.Key).Bind(3, row.Sequence).Bind(4, row.Initiated).Bind(5, row.Metadata).Run();
    }

    public static UploadRow? Find(LedgerConnection connection, long bucket, ReadOnlySpan<byte> key, long sequence)
    {
        using var statement = connection.Prepare(UploadColumns + " WHERE bucket = ? AND key = ? AND seq = ?");
        return statement.Bind(1, bucket).Bind(2, key).Bind(3, sequence).Step() ? Upload(statement) : null;
    }

    public static List<UploadRow> AllOf(LedgerConnection connection, long bucket)
    {
        using var statement = connection.Prepare(UploadColumns + " WHERE bucket = ?");
        statement.Bind(1, bucket);
        var rows = new List<UploadRow>();
        while (statement.Step())
        {
            rows.Add(Upload(statement));
        }

        return rows;
    }

    /// <summary>In key order, oldest first: their rank is their number.</summary>
    public static Statement List(LedgerConnection connection, long bucket, ListingStart start, ReadOnlySpan<byte> end) =>
        connection.Prepare(UploadColumns + " WHERE bucket = ? AND (key, seq) > (?, ?) AND key < ? ORDER BY key, seq")
            .Bind(1, bucket).Bind(2, start.Key).Bind(3, start.AfterRank).Bind(4, end);

    public static void MarkKeyDeleted(LedgerTransaction transaction, long bucket, ReadOnlySpan<byte> key)
    {
        using var statement = transaction.Prepare("UPDATE upload SET key_deleted = 1 WHERE bucket = ? AND key = ?");
        statement.Bind(1, bucket).Bind(2, key).Run();
    }

    public static void Delete(LedgerTransaction transaction, long bucket, UploadRow row)
    {
        using (var parts = transaction.Prepare("DELETE FROM part WHERE upload = ?"))
        {
            parts.Bind(1, row.Sequence).Run();
        }

        using var upload = transaction.Prepare("DELETE FROM upload WHERE bucket = ? AND key = ? AND seq = ?");
        upload.Bind(1, bucket).Bind(2, row.Key).Bind(3, row.Sequence).Run();
    }

    public static PartRow? FindPart(LedgerConnection connection, long upload, int number)
    {
        using var statement = connection.Prepare(PartColumns + " WHERE upload = ? AND number = ?");
        return statement.Bind(1, upload).Bind(2, number).Step() ? Part(statement) : null;
    }

    public static void PutPart(LedgerTransaction transaction, long upload, PartRow row)
    {
        using var statement = transaction.Prepare(
            "INSERT OR REPLACE INTO part(upload, number, seq, size, md5, modified, checksum_algorithm, checksum_value, checksum_type, pieces) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        statement.Bind(1, upload).Bind(2, row.Number).Bind(3, row.Sequence).Bind(4, row.Size).Bind(5, row.Md5).Bind(6, row.Modified)
            .Bind(7, row.Checksum?[0]).Bind(8, row.Checksum?[1]).Bind(9, row.Checksum?[2]).Bind(10, row.Pieces).Run();
    }

    /// <summary>In the order of their numbers.</summary>
    public static List<PartRow> Parts(LedgerConnection connection, long upload, int afterNumber, int most)
    {
        using var statement = connection.Prepare(PartColumns + " WHERE upload = ? AND number > ? ORDER BY number LIMIT ?");
        statement.Bind(1, upload).Bind(2, afterNumber).Bind(3, most);
        var rows = new List<PartRow>();
        while (statement.Step())
        {
            rows.Add(Part(statement));
        }

        return rows;
    }

    public static UploadRow Upload(Statement statement) => new(
        statement.Blob(0).ToArray(), statement.Int64(1), statement.Int64(2), statement.Int64(3) != 0, statement.BytesOrNull(4));

    private static PartRow Part(Statement statement) => new(
        (int)statement.Int64(0), statement.Int64(1), statement.Int64(2), statement.Blob(3).ToArray(), statement.Int64(4),
        statement.IsNull(5) ? null : [statement.Text(5), statement.Text(6), statement.Text(7)], statement.BytesOrNull(8));
}
