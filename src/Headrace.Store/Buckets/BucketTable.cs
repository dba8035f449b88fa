using Headrace.Ledger;

namespace Headrace.Store.Buckets;

/// <summary>The rows of buckets and their documents.</summary>
internal static class BucketTable
{
    private const string Columns = "SELECT id, name, region, created, versioning FROM bucket";

    public static BucketRow? Find(LedgerConnection connection, string name)
    {
        using var statement = connection.Prepare(Columns + " WHERE name = ?");
        return statement.Bind(1, name).Step() ? Row(statement) : null;
    }

    /// <exception cref="StoreException">NoSuchBucket.</exception>
    public static BucketRow Require(LedgerConnection connection, string name) => Find(connection, name) ?? throw StoreErrors.NoSuchBucket(name);

    public static List<BucketRow> All(LedgerConnection connection)
    {
        using var statement = connection.Prepare(Columns + " ORDER BY name");
        var rows = new List<BucketRow>();
        while (statement.Step())
        {
            rows.Add(Row(statement));
        }

        return rows;
    }

    public static BucketRow Insert(LedgerTransaction transaction, Bucket bucket)
    {
        using var statement = transaction.Prepare("INSERT INTO bucket(name, region, created, versioning) VALUES(?, ?, ?, ?)");
        statement.Bind(1, bucket.Name).Bind(2, bucket.Region).Bind(3, bucket.CreatedAt.ToUnixTimeMilliseconds()).Bind(4, (long)bucket.Versioning).Run();
        return new BucketRow(transaction.Connection.LastInsertRowId, bucket);
    }

    public static void SetVersioning(LedgerTransaction transaction, long id, VersioningState state)
    {
        using var statement = transaction.Prepare("UPDATE bucket SET versioning = ? WHERE id = ?");
        statement.Bind(1, (long)state).Bind(2, id).Run();
    }

    public static bool HasObjects(LedgerConnection connection, long id)
    {
        using var statement = connection.Prepare(
            "SELECT EXISTS(SELECT 1 FROM object WHERE bucket = ?1) OR EXISTS(SELECT 1 FROM version WHERE bucket = ?1)");
        statement.Bind(1, id).Step();
        return statement.Int64(0) != 0;
    }

    public static void Delete(LedgerTransaction transaction, long id)
    {
        using (var documents = transaction.Prepare("DELETE FROM bucket_document WHERE bucket = ?"))
        {
            documents.Bind(1, id).Run();
        }

        using var bucket = transaction.Prepare("DELETE FROM bucket WHERE id = ?");
        bucket.Bind(1, id).Run();
    }

    public static List<(long Bucket, string Kind, string Document)> AllDocuments(LedgerConnection connection)
    {
        using var statement = connection.Prepare("SELECT bucket, kind, document FROM bucket_document");
        var rows = new List<(long, string, string)>();
        while (statement.Step())
        {
            rows.Add((statement.Int64(0), statement.Text(1), statement.Text(2)));
        }

        return rows;
    }

    public static void SetDocument(LedgerTransaction transaction, long id, string kind, string? document)
    {
        if (document is null)
        {
            using var delete = transaction.Prepare("DELETE FROM bucket_document WHERE bucket = ? AND kind = ?");
            delete.Bind(1, id).Bind(2, kind).Run();
            return;
        }

        using var put = transaction.Prepare(
            "INSERT INTO bucket_document(bucket, kind, document) VALUES(?, ?, ?) ON CONFLICT(bucket, kind) DO UPDATE SET document = excluded.document");
        put.Bind(1, id).Bind(2, kind).Bind(3, document).Run();
    }

    private static BucketRow Row(Statement statement) => new(
        statement.Int64(0),
        new Bucket(statement.Text(1), statement.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(statement.Int64(3)), (VersioningState)statement.Int64(4)));
}
