using System.CommandLine;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Costs;

namespace Headrace.Cli.Lab;

/// <summary>The fleet whose month is priced, and what one item makes the other services do.</summary>
internal sealed class FleetOptions
{
    private readonly Option<double?> _sites = new("--sites") { Description = "A month of so many sites…", HelpName = "N" };

    private readonly Option<string> _every = new Option<string>("--every") { Description = "…each sending an item so often", HelpName = "TIME", DefaultValueFactory = _ => "30m" }
        .Check(text => Duration.TryParse(text, out var span) && span > TimeSpan.Zero, "a time such as 30s, 30m or 1h");

    private readonly Option<double> _puts = Amount("--puts", "S3 PUTs an item: the image, and its result", 2);
    private readonly Option<double> _gets = Amount("--gets", "S3 GETs an item: the function's own", 1);
    private readonly Option<double> _lists = Amount("--lists", "S3 LISTs an item", 0);
    private readonly Option<double?> _stored = new("--stored") { Description = "KB an item that stay in S3; default: the run's mean payload", HelpName = "KB" };
    private readonly Option<double> _kept = Amount("--kept", "Days they stay", 30);
    private readonly Option<double> _writes = Amount("--write-units", "DynamoDB write units an item (1 KB each)", 0);
    private readonly Option<double> _reads = Amount("--read-units", "DynamoDB read units an item (4 KB each)", 0);
    private readonly Option<string> _api = new Option<string>("--api") { Description = "What callers come through", HelpName = "none|rest|http", DefaultValueFactory = _ => "none" }.OneOf("none", "rest", "http");
    private readonly Option<double> _log = Amount("--log", "KB of log an item", 1);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_sites, _every, _puts, _gets, _lists, _stored, _kept, _writes, _reads, _api, _log])
        {
            command.Add(option);
        }
    }

    /// <param name="meanSize">Bytes of the run's payloads; not a number: unknown.</param>
    /// <returns>Null: no fleet is stated.</returns>
    public Fleet? Read(ParseResult parsed, double meanSize) =>
        parsed.GetValue(_sites) is not { } sites ? null : sites > 0 ? new Fleet
        {
            Sites = sites,
            Every = Duration.Parse(parsed.GetValue(_every)!),
            Puts = parsed.GetValue(_puts),
            Gets = parsed.GetValue(_gets),
            Lists = parsed.GetValue(_lists),
            Stored = parsed.GetValue(_stored) * 1024 ?? (double.IsNaN(meanSize) ? 0 : meanSize),
            Kept = parsed.GetValue(_kept),
            WriteUnits = parsed.GetValue(_writes),
            ReadUnits = parsed.GetValue(_reads),
            Api = parsed.GetValue(_api) switch { "rest" => ApiKind.Rest, "http" => ApiKind.Http, _ => ApiKind.None },
            Log = parsed.GetValue(_log) * 1024,
        } : throw new CommandException($"--sites must be above 0, not {sites.ToString(CultureInfo.InvariantCulture)}.");

    private static Option<double> Amount(string name, string description, double value) => new Option<double>(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
    }.Check(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and < 1e12, "a number from 0");
}
