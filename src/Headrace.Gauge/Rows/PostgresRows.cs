using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Headrace.Gauge.Rows;

/// <summary>Rows in PostgreSQL, over one kept connection. For one thread.</summary>
public sealed class PostgresRows : IImageRows
{
    private const string Columns =
        "site_id, image_path, image_timestamp, image_md5, event_timestamp, upload_timestamp, segmented_path, segmented_timestamp, roi, iou_score, segmentation_verification, original_image_url, segmented_image_url, stage_m";

    private const string Statement = $"""
        INSERT INTO {ImageRow.Table} ({Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (image_path, image_md5) DO UPDATE SET
            site_id = EXCLUDED.site_id, segmented_path = EXCLUDED.segmented_path, segmented_timestamp = EXCLUDED.segmented_timestamp, roi = EXCLUDED.roi,
            iou_score = EXCLUDED.iou_score, segmentation_verification = EXCLUDED.segmentation_verification,
            segmented_image_url = EXCLUDED.segmented_image_url, stage_m = EXCLUDED.stage_m
        RETURNING id
        """;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(3);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresSettings _database;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;

    /// <param name="log">One line for each time that the database was away.</param>
    public PostgresRows(PostgresSettings settings, TimeProvider time, Action<string> log)
    {
        _source = settings.Connect();
        (_database, _time, _log) = (settings, time, log);
    }

    public string Insert(ImageRow row, DateTimeOffset deadline)
    {
        for (var pause = _firstPause; ; pause = pause + pause < _longestPause ? pause + pause : _longestPause)
        {
            try
            {
                return Insert(row);
            }
            catch (NpgsqlException exception) when (exception.IsTransient && _time.GetUtcNow() + pause < deadline)
            {
                _log($"database {_database} is away ({PostgresFault.OneLine(exception)}): again in {pause.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms");
            }
            catch (NpgsqlException exception)
            {
                throw PostgresFault.Of(_database, exception);
            }

            using var never = new ManualResetEventSlim();
            never.Wait(pause);
        }
    }

    public void Dispose() => _source.Dispose();

    private string Insert(ImageRow row)
    {
        using var command = _source.CreateCommand(Statement);
        var parameters = command.Parameters;
        Add(row.SiteId, NpgsqlDbType.Text);
        Add(row.ImagePath, NpgsqlDbType.Text);
        Add(Plain(row.ImageTimestamp), NpgsqlDbType.Timestamp);
        Add(row.ImageMd5, NpgsqlDbType.Text);
        Add(Plain(row.EventTimestamp), NpgsqlDbType.Timestamp);
        Add(Plain(row.UploadTimestamp), NpgsqlDbType.Timestamp);
        Add(row.SegmentedPath, NpgsqlDbType.Text);
        Add(Plain(row.SegmentedTimestamp), NpgsqlDbType.Timestamp);
        Add((int[])[.. row.Roi], NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(row.IouScore, NpgsqlDbType.Double);
        Add(row.SegmentationVerification, NpgsqlDbType.Boolean);
        Add(row.OriginalImageUrl, NpgsqlDbType.Text);
        Add(row.SegmentedImageUrl, NpgsqlDbType.Text);
        Add(row.StageM, NpgsqlDbType.Double);
        // The original's id is an integer, ours a bigint.
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

        void Add(object? value, NpgsqlDbType type) => parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static DateTime Plain(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
