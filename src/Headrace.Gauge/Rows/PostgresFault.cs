using Npgsql;

namespace Headrace.Gauge.Rows;

/// <summary>What PostgreSQL, or the way to it, said, as an error that names the database.</summary>
internal static class PostgresFault
{
    public static RowException Of(PostgresSettings database, NpgsqlException fault) => fault is PostgresException refusal
        ? new RowException($"Postgres.{refusal.SqlState}", Explain(database, refusal), refusal)
        : new RowException("DatabaseUnreachable", $"database {database}: {OneLine(fault)}", fault);

    public static string OneLine(NpgsqlException fault) => $"{fault.Message}{(fault.InnerException is { } inner ? $": {inner.Message}" : "")}".ReplaceLineEndings(" ");

    private static string Explain(PostgresSettings database, PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.UndefinedTable => $"database {database} has no table {ImageRow.Table}: `headrace gauge schema` prints it",
        PostgresErrorCodes.InvalidColumnReference => $"the table {ImageRow.Table} of database {database} has no unique index on (image_path, image_md5): `headrace gauge schema` prints it",
        _ => $"database {database}: {refusal.SqlState}: {refusal.MessageText}",
    };
}
