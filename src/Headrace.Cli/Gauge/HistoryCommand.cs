using System.CommandLine;
using System.Globalization;
using Headrace.Calibration.Pictures;
using Headrace.Gauge.History;
using Headrace.Gauge.Rows;

namespace Headrace.Cli.Gauge;

/// <summary><c>headrace gauge history</c>: what the fleet measured, from the table that the gauge function writes to.</summary>
internal static class HistoryCommand
{
    private static readonly string[] _times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    public static Command Create()
    {
        var site = new Option<string?>("--site") { Description = "One site's rows [default: every site's]", HelpName = "ID" };
        var from = Time("--from", "Rows from this time on, on the camera's clock");
        var to = Time("--to", "Rows before this time");
        var verified = new Option<bool>("--verified") { Description = "Only rows whose mask the ground truth verifies" };
        var minimumIou = CalibrateOptions.MinimumIou("0");
        var daylight = CalibrateOptions.Daylight("the camera's", "all");
        var csv = new Option<bool>("--csv") { Description = "Print CSV, as `gauge calibrate --pairs` reads it" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var svg = new Option<string?>("--svg") { Description = "Draw one site's stage over time", HelpName = "FILE" };
        var table = new Option<string>("--table") { Description = "The DynamoDB table, where $DB_HOST is not set", HelpName = "NAME", DefaultValueFactory = _ => ImageRow.Table };
        var client = new ClientOptions();
        var command = new DocumentedCommand("history", "Show what the fleet measured: stage by site and time, as a table, CSV, JSON or a hydrograph.", """
            Examples:
              headrace gauge history
              headrace gauge history --site site001 --verified --svg hydrograph.svg
              headrace gauge history --site site001 --from 2025-04-25 --to 2025-05-01 --csv > site001.csv
              DB_HOST=db.example.com DB_NAME=rivers DB_USER=gauge DB_PASSWORD=… headrace gauge history --json

            Rows come from the engine's table, or from PostgreSQL where the DB_ variables of the gauge function are set. Times are the camera's own clock.
            The hydrograph's line joins verified rows; the others are points beside it.
            """)
        {
            site, from, to, verified, minimumIou, daylight, csv, json, svg, table,
        };
        client.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(json))
            {
                result.AddError("--csv and --json: say one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var filter = new HistoryFilter(
                parsed.GetValue(site), Moment(parsed.GetValue(from)), Moment(parsed.GetValue(to)), parsed.GetValue(verified),
                CalibrateOptions.Number(parsed.GetRequiredValue(minimumIou)), CalibrateOptions.Hours(parsed.GetRequiredValue(daylight), out var hours) ? hours : null);
            var report = await ReadAsync(filter, parsed.GetRequiredValue(table), client, parsed, cancellationToken);
            Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : parsed.GetValue(csv) ? report.ToCsv().TrimEnd('\n') : report.ToTable());
            if (parsed.GetValue(svg) is { } picture)
            {
                Draw(report, picture);
            }

            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static async Task<HistoryReport> ReadAsync(HistoryFilter filter, string table, ClientOptions client, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            if (PostgresSettings.Read(Environment.GetEnvironmentVariable) is { } database)
            {
                return await ReportAsync($"database {database}", PostgresHistory.ReadAsync(database, filter, cancellationToken), cancellationToken);
            }

            var (endpoint, keys, region) = client.Read(parsed);
            using var tables = AwsClients.DynamoDb(endpoint, keys, region);
            return await ReportAsync($"table {table} at {endpoint.ToString().TrimEnd('/')}", TableHistory.ReadAsync(tables, table, filter, cancellationToken), cancellationToken);
        }
        catch (Exception failure) when (failure is RowException or FormatException)
        {
            throw new CommandException($"{failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private static async Task<HistoryReport> ReportAsync(string source, IAsyncEnumerable<HistoryRow> rows, CancellationToken cancellationToken)
    {
        var all = await rows.ToListAsync(cancellationToken);
        return new HistoryReport(source, [.. all.OrderBy(row => row.SiteId, StringComparer.Ordinal).ThenBy(row => row.Time).ThenBy(row => row.ImagePath, StringComparer.Ordinal)]);
    }

    private static void Draw(HistoryReport report, string path)
    {
        var measured = report.Rows.Where(row => row.StageM is not null).ToList();
        var sites = measured.Select(row => row.SiteId).Distinct().ToList();
        if (sites is not [var site])
        {
            throw new CommandException(sites.Count == 0 ? "No row has a stage: there is nothing to draw." : $"--svg draws one site, and these are rows of {sites.Count}: name one with --site.");
        }

        try
        {
            File.WriteAllText(path, HydrographPicture.Of(site, [.. measured.Select(row => (row.Time, row.StageM!.Value, row.IsVerified))], "m").ToSvg());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be written: {failure.Message}", failure);
        }

        Console.Error.WriteLine($"headrace: wrote {path}");
    }

    private static Option<string?> Time(string name, string description) => new Option<string?>(name) { Description = description, HelpName = "TIME" }
        .Check(text => Moment(text) is not null, "a time such as 2025-04-25 or 2025-04-25T08:00");

    private static DateTime? Moment(string? text) => DateTime.TryParseExact(text, _times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
