using Headrace.Gauge.Rows;

namespace Headrace.Gauge.Tests.Rows;

/// <summary>Rows in a real PostgreSQL, through the real function.</summary>
public sealed class PostgresRowsTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    private const string Overlay = "/overlays/2025/April/image_capture_2025-04-25_19-00-00_segmented.png";

    [Fact]
    public async Task A_picture_becomes_a_row_with_every_column_and_a_redelivered_event_no_second_one()
    {
        Prepare();
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        var picture = Function.River.Picture(36);
        var outcome = await river.UploadAsync(picture);

        var id = cluster.Execute("SELECT id FROM images_segmented");
        Assert.Equal($$"""{"statusCode":200,"body":"Processing completed successfully!","id":{{id}}}""", outcome.Text);
        Assert.Equal(
            $"site001|site001-image/{Function.River.Name}|2025-04-25 19:00:00|{Function.River.Md5(picture)}|2025-04-25 19:00:05.123|2025-04-25 19:00:03|overlays{Overlay["/overlays".Length..]}|{{120,120}}|0.5|f|https://site001-image.s3.amazonaws.com/{Function.River.Name}|https://overlays.s3.amazonaws.com{Overlay["/overlays".Length..]}|0.75",
            cluster.Execute("""
                SELECT concat_ws('|', site_id, image_path, image_timestamp, image_md5, event_timestamp, upload_timestamp, segmented_path, roi, iou_score, segmentation_verification, original_image_url, segmented_image_url, stage_m)
                FROM images_segmented WHERE abs(extract(epoch FROM segmented_timestamp - now() AT TIME ZONE 'UTC')) < 3600
                """));
        Assert.Equal(outcome.Text, (await river.UploadAsync(picture)).Text);
        Assert.Equal(1L, cluster.Execute("SELECT count(*) FROM images_segmented"));
        Assert.NotEqual(outcome.Text, (await river.UploadAsync(Function.River.Picture(30))).Text);
        Assert.Equal(2L, cluster.Execute("SELECT count(*) FROM images_segmented"));
        Assert.Empty(river.Cloud.Items);
        Assert.DoesNotContain(await river.EndAsync(), line => line.Contains(PostgresCluster.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_schema_can_be_applied_to_the_originals_table_and_again()
    {
        Prepare("CREATE TABLE images_segmented (id serial PRIMARY KEY, site_id varchar(50), image_path text, image_timestamp timestamp, image_md5 varchar(32), event_timestamp timestamp, upload_timestamp timestamp, segmented_path text, segmented_timestamp timestamp, roi integer[], iou_score real, segmentation_verification boolean, original_image_url text, segmented_image_url text, stage_m real)");
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        var refused = await river.UploadAsync(Function.River.Picture(36));
        Assert.Equal("Postgres.42P10", refused.ErrorType);
        Assert.Contains("has no unique index on (image_path, image_md5): `headrace gauge schema` prints it", refused.ErrorMessage, StringComparison.Ordinal);

        cluster.Execute(PostgresSchema.Ddl);
        cluster.Execute(PostgresSchema.Ddl);
        Assert.EndsWith("\"id\":2}", (await river.UploadAsync(Function.River.Picture(36))).Text.Replace("\"id\":1}", "\"id\":2}"), StringComparison.Ordinal);
        Assert.Equal(1L, cluster.Execute("SELECT count(*) FROM images_segmented"));
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_while_loses_nothing()
    {
        Prepare();
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        river.Cloud.Deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);
        await river.UploadAsync(Function.River.Picture(36));
        cluster.Stop();
        river.Cloud.Objects.TryRemove(Overlay, out _);
        var outcome = river.UploadAsync(Function.River.Picture(30));
        while (!river.Cloud.Objects.ContainsKey(Overlay))
        {
            await Task.Yield(); // the row comes after the overlay
        }

        cluster.Start();
        Assert.Contains("\"statusCode\":200", (await outcome).Text, StringComparison.Ordinal);
        Assert.Equal(2L, cluster.Execute("SELECT count(*) FROM images_segmented"));
        Assert.DoesNotContain(await river.EndAsync(), line => line.Contains(PostgresCluster.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_stays_away_fails_the_event_which_is_written_at_its_retry()
    {
        Prepare();
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        river.Cloud.Deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2);
        cluster.Stop();
        var outcome = await river.UploadAsync(Function.River.Picture(36));
        Assert.Equal("DatabaseUnreachable", outcome.ErrorType);
        Assert.Contains($"database gauge@127.0.0.1:{cluster.Port}/postgres: ", outcome.ErrorMessage, StringComparison.Ordinal);

        cluster.Start();
        Assert.Contains("\"statusCode\":200", (await river.UploadAsync(Function.River.Picture(36))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_opened_again()
    {
        Prepare();
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        river.Cloud.Deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);
        await river.UploadAsync(Function.River.Picture(36));
        Assert.Equal(1L, cluster.Execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'headrace-gauge'"));
        Assert.Contains("\"statusCode\":200", (await river.UploadAsync(Function.River.Picture(30))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_or_a_wrong_password_is_told_and_a_server_without_TLS_is_refused_where_TLS_is_required()
    {
        Prepare("SELECT 1");
        await using var river = await Function.River.StartAsync(variables: cluster.Variables);
        var outcome = await river.UploadAsync(Function.River.Picture(36));
        Assert.Equal("Postgres.42P01", outcome.ErrorType);
        Assert.Contains("has no table images_segmented: `headrace gauge schema` prints it", outcome.ErrorMessage, StringComparison.Ordinal);

        await using var stranger = await Function.River.StartAsync(variables: [.. cluster.Variables, ("DB_PASSWORD", "wrong-secret")]);
        var refused = await stranger.UploadAsync(Function.River.Picture(36));
        Assert.Equal("Postgres.28P01", refused.ErrorType);
        Assert.DoesNotContain("wrong-secret", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await stranger.EndAsync(), line => line.Contains("wrong-secret", StringComparison.Ordinal));

        await using var careful = await Function.River.StartAsync(variables: [.. cluster.Variables, ("DB_SSLMODE", "require")]);
        Assert.Equal("DatabaseUnreachable", (await careful.UploadAsync(Function.River.Picture(36))).ErrorType);
        await using var confused = await Function.River.StartAsync(variables: [.. cluster.Variables, ("DB_SSLMODE", "sometimes")]);
        Assert.StartsWith("DB_SSLMODE is 'sometimes': it is disable, ", (await confused.Cloud.InitError.Task).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_program_writes_rows_too()
    {
        Assert.SkipUnless(File.Exists(Vision.Tests.Bootstrap.FunctionProcess.Published), "artifacts/bootstrap is not there (eng/publish-bootstrap)");
        Prepare();
        await using var river = await Function.River.StartAsync(program: Vision.Tests.Bootstrap.FunctionProcess.Published, variables: cluster.Variables);
        Assert.Contains("\"statusCode\":200", (await river.UploadAsync(Function.River.Picture(36))).Text, StringComparison.Ordinal);
        Assert.Equal("{120,120}", cluster.Execute("SELECT roi::text FROM images_segmented"));
    }

    private void Prepare(string schema = PostgresSchema.Ddl)
    {
        PostgresCluster.SkipUnlessAvailable();
        cluster.Execute("DROP TABLE IF EXISTS images_segmented");
        cluster.Execute(schema);
    }
}
