using System.Globalization;
using System.Text.Json;
using Headrace.Gauge.Rows;
using Headrace.Gauge.Tests.Rows;
using Headrace.Harness;

namespace Headrace.Cli.Tests.Gauge;

/// <summary><c>headrace gauge history</c> on a real engine's table and on a real PostgreSQL: the same rows, the same answers.</summary>
public sealed class HistoryTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    private const string Header = "site_id,image_timestamp,stage_m,iou_score,segmentation_verification,roi,image_path,image_md5\n";

    private static readonly (string Site, string Time, double? Stage, double? Iou, bool IsVerified)[] _rows =
    [
        ("site002", "2025-04-25 07:00:00", 1.25, 0.95, true),
        ("site001", "2025-04-25 21:00:00", 0.61, 0.41, false),
        ("site001", "2025-04-25 07:00:00", 0.5, 0.97, true),
        ("site001", "2025-04-26 04:00:00", null, null, false),
        ("site001", "2025-04-26 11:00:00", 0.75, 0.93, true),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_come_from_the_engines_table_or_from_PostgreSQL_and_are_filtered(bool isPostgres)
    {
        await using var engine = isPostgres ? null : await EngineProcess.StartAsync();
        var environment = engine is null ? Fill(cluster) : await FillAsync(engine);
        Task<Outcome> Run(params string[] arguments) => HeadraceProcess.RunAsync(environment, ["gauge", "history", .. arguments]);

        var site1 = Header + Line(2) + Line(1) + Line(3) + Line(4);
        Assert.Equal(new Outcome(0, site1 + Line(0), ""), await Run("--csv"));
        Assert.Equal(new Outcome(0, site1, ""), await Run("--csv", "--site", "site001"));
        Assert.Equal(new Outcome(0, Header + Line(2) + Line(4) + Line(0), ""), await Run("--csv", "--verified"));
        Assert.Equal(new Outcome(0, Header + Line(1) + Line(3), ""), await Run("--csv", "--from", "2025-04-25T08:00", "--to", "2025-04-26 11:00"));
        Assert.Equal(new Outcome(0, Header + Line(2) + Line(3) + Line(4) + Line(0), ""), await Run("--csv", "--min-iou", "0.9"));
        Assert.Equal(new Outcome(0, Header + Line(1) + Line(3), ""), await Run("--csv", "--daylight", "20-5"));
        Assert.Equal(new Outcome(0, Header, ""), await Run("--csv", "--site", "site003"));

        using var json = JsonDocument.Parse((await Run("--json", "--site", "site002")).Output);
        Assert.Equal(
            """[{"site_id":"site002","time":"2025-04-25T07:00:00","stage_m":1.25,"iou_score":0.95,"is_verified":true,"roi":[120,7],"image_path":"site002-image/0.jpg","image_md5":"md5-0"}]""",
            json.RootElement.GetProperty("rows").GetRawText());

        var table = await Run("--site", "site001", "--svg", _folder["site001.svg"]);
        Assert.Equal((0, $"headrace: wrote {_folder["site001.svg"]}\n"), (table.ExitCode, table.Error));
        Assert.Contains("  stage m   IoU  verified  water pixels  picture\n", table.Output, StringComparison.Ordinal);
        Assert.Contains("4 rows of 1 sites, 2 verified, 0.50 to 0.75 m (", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresCluster.Password, table.Output, StringComparison.Ordinal);
        var picture = await File.ReadAllTextAsync(_folder["site001.svg"]);
        Assert.Contains("Hydrograph: stage at site001", picture, StringComparison.Ordinal);
        Assert.Contains("2 of 3 pictures verified", picture, StringComparison.Ordinal);

        var several = await Run("--svg", _folder["all.svg"]);
        Assert.Equal((1, "headrace: --svg draws one site, and these are rows of 2: name one with --site.\n"), (several.ExitCode, several.Error));
    }

    [Fact]
    public async Task More_rows_than_a_page_of_the_table_holds_are_all_read()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateTableAsync(ImageRow.Table);
        var filler = new string('x', 200_000);
        for (var number = 0; number < 12; number++)
        {
            await engine.CallAsync("dynamodb", "DynamoDB_20120810.PutItem", $$"""
                {"TableName":"{{ImageRow.Table}}","Item":{"id":{"S":"{{number}}"},"site_id":{"S":"site001"},"image_timestamp":{"S":"2025-04-25 07:00:{{number:00}}"},"image_path":{"S":"{{number}}"},"filler":{"S":"{{filler}}"} } }
                """);
        }

        var outcome = await HeadraceProcess.RunAsync(Keys(engine), "gauge", "history", "--csv");
        Assert.Equal(13, outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_in_one_sentence()
    {
        await using var engine = await EngineProcess.StartAsync();
        Assert.Equal(
            new Outcome(1, "", $"headrace: There is no table rows at {engine.Endpoint.ToString().TrimEnd('/')}.\n"),
            await HeadraceProcess.RunAsync(Keys(engine), "gauge", "history", "--table", "rows"));
        Assert.Equal(
            new Outcome(1, "", "headrace: DB_HOST is set and DB_NAME is not.\n"),
            await HeadraceProcess.RunAsync(new Dictionary<string, string> { ["DB_HOST"] = "127.0.0.1" }, "gauge", "history"));
        Assert.Equal(
            new Outcome(2, "", "headrace: --from must be a time such as 2025-04-25 or 2025-04-25T08:00, not 'yesterday'.\n"),
            await HeadraceProcess.RunAsync("gauge", "history", "--from", "yesterday"));
        PostgresCluster.SkipUnlessAvailable();
        cluster.Execute("DROP TABLE IF EXISTS images_segmented");
        var missing = await HeadraceProcess.RunAsync(Variables(cluster), "gauge", "history");
        Assert.Equal(new Outcome(1, "", $"headrace: database gauge@127.0.0.1:{cluster.Port}/postgres has no table images_segmented: `headrace gauge schema` prints it.\n"), missing);
    }

    [Fact]
    public async Task Its_CSV_is_what_calibrate_reads()
    {
        await using var engine = await EngineProcess.StartAsync();
        await File.WriteAllTextAsync(_folder["counts.csv"], (await HeadraceProcess.RunAsync(await FillAsync(engine), "gauge", "history", "--csv")).Output);
        await File.WriteAllTextAsync(_folder["gauge.csv"], "datetime,1_00065\n2025-04-25 07:00,1.5\n2025-04-25 21:00,2\n2025-04-26 04:00,2\n2025-04-26 11:00,2.5\n");

        var outcome = await HeadraceProcess.RunAsync("gauge", "calibrate", "--pairs", _folder["counts.csv"], "--gauge", _folder["gauge.csv"], "--out", _folder["r.onnx"], "--min-iou", "0.9", "--daylight", "all");
        Assert.StartsWith("headrace: 4 of 5 rows are left, too few to learn from (20): 1 IoU below 0.9.", outcome.Error, StringComparison.Ordinal);
    }

    private static string Line(int row)
    {
        var (site, time, stage, iou, isVerified) = _rows[row];
        return string.Create(CultureInfo.InvariantCulture, $"{site},{time},{stage},{iou},{(isVerified ? "true" : "false")},\"{{120,7}}\",{site}-image/{row}.jpg,md5-{row}\n");
    }

    private static Dictionary<string, string> Keys(EngineProcess engine) => new()
    {
        ["AWS_ENDPOINT_URL"] = engine.Endpoint.ToString(),
        ["AWS_ACCESS_KEY_ID"] = engine.Credentials.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = engine.Credentials.SecretAccessKey,
    };

    private static Dictionary<string, string> Variables(PostgresCluster cluster) => cluster.Variables.ToDictionary(variable => variable.Item1, variable => variable.Item2!);

    private static async Task<Dictionary<string, string>> FillAsync(EngineProcess engine)
    {
        await engine.CreateTableAsync(ImageRow.Table);
        foreach (var (number, row) in _rows.Index())
        {
            var numbers = string.Create(CultureInfo.InvariantCulture, $"{(row.Stage is { } stage ? $",\"stage_m\":{{\"N\":\"{stage}\"}}" : "")}{(row.Iou is { } iou ? $",\"iou_score\":{{\"N\":\"{iou}\"}}" : "")}");
            await engine.CallAsync("dynamodb", "DynamoDB_20120810.PutItem", $$"""
                {"TableName":"{{ImageRow.Table}}","Item":{"id":{"S":"{{number}}"},"site_id":{"S":"{{row.Site}}"},"image_timestamp":{"S":"{{row.Time}}"},"image_path":{"S":"{{row.Site}}-image/{{number}}.jpg"},
                 "image_md5":{"S":"md5-{{number}}"},"segmentation_verification":{"BOOL":{{(row.IsVerified ? "true" : "false")}}},"roi":{"L":[{"N":"120"},{"N":"7"}]}{{numbers}} } }
                """);
        }

        return Keys(engine);
    }

    private static Dictionary<string, string> Fill(PostgresCluster cluster)
    {
        PostgresCluster.SkipUnlessAvailable();
        cluster.Execute("DROP TABLE IF EXISTS images_segmented");
        cluster.Execute(PostgresSchema.Ddl);
        foreach (var (number, row) in _rows.Index())
        {
            cluster.Execute(string.Create(CultureInfo.InvariantCulture, $$"""
                INSERT INTO images_segmented (site_id, image_path, image_timestamp, image_md5, event_timestamp, upload_timestamp, segmented_path, segmented_timestamp, roi, iou_score,
                    segmentation_verification, original_image_url, segmented_image_url, stage_m)
                VALUES ('{{row.Site}}', '{{row.Site}}-image/{{number}}.jpg', '{{row.Time}}', 'md5-{{number}}', now(), now(), '', now(), '{120,7}', {{row.Iou?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}},
                    {{row.IsVerified}}, '', '', {{row.Stage?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}})
                """));
        }

        return Variables(cluster);
    }
}
