using System.Runtime.CompilerServices;
using Headrace.Gauge.Rows;
using Npgsql;
using NpgsqlTypes;

namespace Headrace.Gauge.History;

/// <summary>Rows of <c>images_segmented</c> in PostgreSQL, the original's table too, by site and time.</summary>
public static class PostgresHistory
{
    private const string Statement = $"""
        SELECT site_id::text, image_timestamp, stage_m::double precision, iou_score::double precision, coalesce(segmentation_verification, false),
            coalesce(roi, ARRAY[]::integer[]), image_path::text, coalesce(image_md5, '')::text
        FROM {ImageRow.Table}
        WHERE ($1 IS NULL OR site_id = $1) AND ($2 IS NULL OR image_timestamp >= $2) AND ($3 IS NULL OR image_timestamp < $3)
        ORDER BY site_id, image_timestamp, image_path
        """;

    /// <exception cref="RowException">The database is away, or refuses.</exception>
    public static async IAsyncEnumerable<HistoryRow> ReadAsync(PostgresSettings settings, HistoryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = settings.Connect();
        await using var command = source.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter { Value = filter.Site ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = filter.From ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Timestamp });
        command.Parameters.Add(new NpgsqlParameter { Value = filter.To ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Timestamp });
        await using var reader = await settings.GuardAsync(() => command.ExecuteReaderAsync(cancellationToken));
        while (await settings.GuardAsync(() => reader.ReadAsync(cancellationToken)))
        {
            var row = new HistoryRow(
                reader.GetString(0), reader.GetDateTime(1), Number(reader, 2), Number(reader, 3), reader.GetBoolean(4),
                [.. reader.GetFieldValue<int[]>(5)], reader.GetString(6), reader.GetString(7));
            if (filter.Keeps(row))
            {
                yield return row;
            }
        }
    }

    private static double? Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
