using System.CommandLine;
using System.Globalization;
using Headrace.Calibration;
using Headrace.Calibration.Filtering;
using Headrace.Calibration.Forest;
using Headrace.Calibration.Joining;
using Headrace.Calibration.Scoring;
using Headrace.Calibration.Times;
using Headrace.Lab;

namespace Headrace.Cli.Gauge;

/// <summary>The options of <c>headrace gauge calibrate</c>, in the order of its help.</summary>
internal sealed class CalibrateOptions
{
    private const string GaugeClock = "gauge";
    private const string Random = "random";
    private const string Latest = "latest";

    private readonly Option<string> _pairs = new("--pairs") { Description = "Table of images with their counts of water pixels", HelpName = "FILE", Required = true };
    private readonly Option<string> _gauge = new("--gauge") { Description = "Table of the gauge's readings of stage", HelpName = "FILE", Required = true };

    private readonly Option<string> _timeColumn = Column("--time-column", "Column of the image's time", "image_timestamp");
    private readonly Option<string> _roi = Column("--roi", "Column of the counts ({12,34}), or one column for each ROI: left,right", "roi");
    private readonly Option<string> _iouColumn = Column("--iou-column", "Column of the mask's IoU; may be missing", "iou_score");
    private readonly Option<string> _digestColumn = Column("--digest-column", "Column of the image's digest; may be missing", "image_md5");
    private readonly Option<string> _pairsZone = Zone("--pairs-zone", "Zone of the images' times: a name, an offset, or 'gauge' for the gauge's own clock", GaugeClock, text => text == GaugeClock);

    private readonly Option<string> _gaugeTimeColumn = Column("--gauge-time-column", "Column of the reading's time", "datetime");
    private readonly Option<string> _gaugeZoneColumn = Column("--gauge-zone-column", "Column of the reading's zone; may be missing", "tz_cd");
    private readonly Option<string> _gaugeZone = Zone("--gauge-zone", "Zone of readings that do not say theirs", "UTC", _ => false);
    private readonly Option<string?> _gaugeColumn = new("--gauge-column") { Description = "Column of the stage [default: the first that ends in _00065]", HelpName = "NAME" };
    private readonly Option<string> _gaugeUnit = Unit("--gauge-unit", "Unit of the readings", "ft", LengthUnit.Names);
    private readonly Option<string> _unit = Unit("--unit", "Unit of the predictions", "m", LengthUnit.Names);

    private readonly Option<string> _tolerance = Value("--tolerance", "A reading further from its image is not its reading", "TIME", "15m")
        .Check(text => Duration.TryParse(text, out _), "a time such as 5m or 1h");

    private readonly Option<bool> _keepRepeats = new("--keep-repeats") { Description = "Keep images whose digest was seen before (a camera that hangs)" };
    private readonly Option<string> _minimumIou = MinimumIou("0.8");
    private readonly Option<string> _daylight = Daylight("the gauge's", "8-18");
    private readonly Option<string> _minimumCount = Value("--min-count", "Drop images with fewer water pixels in all ROIs together; 0: none", "N", "1").Check(IsNumber(0, 1e12), "a number from 0");
    private readonly Option<string> _clip = Value("--clip", "Percentile that counts are clipped at, or 'off'", "P", "99").Check(OffOr(IsNumber(1, 100)), "a number from 1 to 100, or off");
    private readonly Option<string> _ranges = Value("--iqr", "Drop rows further than this many interquartile ranges from the quartiles of stage or a count, or 'off'", "K", "off").Check(OffOr(IsNumber(0, 1000)), "a number such as 1.5, or off");

    private readonly Option<string> _share = Value("--test", "Share of rows that are held out", "SHARE", "0.2").Check(IsNumber(0.01, 0.9), "a number from 0.01 to 0.9");
    private readonly Option<string> _split = Value("--split", "Which rows are held out", "random|latest", Random).OneOf(Random, Latest);
    private readonly Option<int> _trees = new Option<int>("--trees") { Description = "How many trees", HelpName = "N", DefaultValueFactory = _ => 100 }.Between(1, 10_000);
    private readonly Option<int> _depth = new Option<int>("--depth") { Description = "How deep a tree may be; 0: without limit", HelpName = "N", DefaultValueFactory = _ => 10 }.Between(0, 64);
    private readonly Option<int> _minimumLeaf = new Option<int>("--min-leaf") { Description = "The fewest rows in a leaf", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, 100_000);
    private readonly Option<double> _features = new Option<double>("--max-features") { Description = "Share of ROIs that each split chooses from", HelpName = "SHARE", DefaultValueFactory = _ => 1 }.Between(0.0, 1.0);
    private readonly Option<int> _seed = new Option<int>("--seed") { Description = "The same seed makes the same split and the same forest", HelpName = "N", DefaultValueFactory = _ => 42 }.Between(0, int.MaxValue);

    private readonly Option<string?> _discharge = new("--discharge") { Description = "Table of the gauge's readings of discharge: fits a rating curve a(h-h0)^b", HelpName = "FILE" };
    private readonly Option<string?> _dischargeColumn = new("--discharge-column") { Description = "Column of the discharge [default: the first that ends in _00060]", HelpName = "NAME" };
    private readonly Option<string> _dischargeUnit = Unit("--discharge-unit", "Unit of the discharge", "ft3/s", FlowUnit.Names);

    public Option<string> Out { get; } = new("--out") { Description = "The model to write (ONNX)", HelpName = "FILE", Required = true };

    public Option<string?> Pictures { get; } = new("--pictures") { Description = "Folder of the pictures [default: the model's]", HelpName = "FOLDER" };

    public Option<string?> Rows { get; } = new("--rows") { Description = "Write the rows that were used, with their set and predictions, as CSV", HelpName = "FILE" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object instead of tables" };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _pairs, _gauge, Out,
            _timeColumn, _roi, _iouColumn, _digestColumn, _pairsZone,
            _gaugeTimeColumn, _gaugeZoneColumn, _gaugeZone, _gaugeColumn, _gaugeUnit, _unit,
            _keepRepeats, _tolerance, _minimumIou, _daylight, _minimumCount, _clip, _ranges,
            _share, _split, _trees, _depth, _minimumLeaf, _features, _seed,
            _discharge, _dischargeColumn, _dischargeUnit,
            Pictures, Rows, Json,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    public CalibrationOptions Read(ParseResult parsed)
    {
        var gauge = new GaugeColumns
        {
            Time = parsed.GetRequiredValue(_gaugeTimeColumn),
            ZoneColumn = parsed.GetRequiredValue(_gaugeZoneColumn),
            Zone = ZoneName.Find(parsed.GetRequiredValue(_gaugeZone))!,
            Value = parsed.GetValue(_gaugeColumn),
        };
        var depth = parsed.GetValue(_depth);
        return new CalibrationOptions
        {
            Counts = parsed.GetRequiredValue(_pairs),
            Gauge = parsed.GetRequiredValue(_gauge),
            Discharge = parsed.GetValue(_discharge),
            CountsColumns = new CountsColumns
            {
                Time = parsed.GetRequiredValue(_timeColumn),
                Rois = parsed.GetRequiredValue(_roi).Split(',', StringSplitOptions.TrimEntries),
                Iou = parsed.GetRequiredValue(_iouColumn),
                Digest = parsed.GetRequiredValue(_digestColumn),
                Zone = parsed.GetRequiredValue(_pairsZone) is var zone && zone == GaugeClock ? null : ZoneName.Find(zone),
            },
            GaugeColumns = gauge,
            DischargeColumns = gauge with { Value = parsed.GetValue(_dischargeColumn), Parameter = "_00060" },
            GaugeUnit = parsed.GetRequiredValue(_gaugeUnit),
            Unit = parsed.GetRequiredValue(_unit),
            DischargeUnit = parsed.GetRequiredValue(_dischargeUnit),
            Filter = new FilterOptions
            {
                Tolerance = Duration.TryParse(parsed.GetRequiredValue(_tolerance), out var tolerance) ? tolerance : default,
                KeepRepeats = parsed.GetValue(_keepRepeats),
                MinimumIou = Number(parsed.GetRequiredValue(_minimumIou)),
                Daylight = Hours(parsed.GetRequiredValue(_daylight), out var hours) ? hours : null,
                MinimumCount = Number(parsed.GetRequiredValue(_minimumCount)),
                ClipPercentile = NumberOrOff(parsed.GetRequiredValue(_clip)),
                InterquartileRanges = NumberOrOff(parsed.GetRequiredValue(_ranges)),
            },
            HeldOutShare = Number(parsed.GetRequiredValue(_share)),
            Split = parsed.GetValue(_split) == Latest ? SplitKind.Latest : SplitKind.Random,
            Forest = new ForestOptions
            {
                Trees = parsed.GetValue(_trees),
                MaximumDepth = depth == 0 ? null : depth,
                MinimumLeaf = parsed.GetValue(_minimumLeaf),
                MaximumFeatures = parsed.GetValue(_features),
                Seed = (ulong)parsed.GetValue(_seed),
            },
        };
    }

    public static Option<string> MinimumIou(string otherwise) =>
        Value("--min-iou", "Drop images whose mask agrees less with the ground truth; 0: none", "IOU", otherwise).Check(IsNumber(0, 1), "a number from 0 to 1");

    /// <param name="whose">Completes the sentence: hours of … clock.</param>
    public static Option<string> Daylight(string whose, string otherwise) =>
        Value("--daylight", $"Hours of {whose} clock to keep, or 'all'", "FROM-TO", otherwise).Check(text => Hours(text, out _), "hours such as 8-18, or all");

    private static Option<string> Value(string name, string description, string helpName, string otherwise) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => otherwise };

    private static Option<string> Column(string name, string description, string otherwise) => Value(name, description, "NAME", otherwise);

    private static Option<string> Unit(string name, string description, string otherwise, IReadOnlyList<string> units) =>
        Value(name, description, "UNIT", otherwise).OneOf([.. units]);

    private static Option<string> Zone(string name, string description, string otherwise, Func<string, bool> isWord) =>
        Value(name, description, "ZONE", otherwise).Check(text => isWord(text) || ZoneName.Find(text) is not null, "a time zone such as America/Denver, UTC, MST or -07:00");

    private static Func<string, bool> IsNumber(double least, double most) =>
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most;

    private static Func<string, bool> OffOr(Func<string, bool> isValid) => text => text == "off" || isValid(text);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double? NumberOrOff(string text) => text == "off" ? null : Number(text);

    public static bool Hours(string text, out (int From, int To)? hours)
    {
        hours = null;
        if (text == "all")
        {
            return true;
        }

        if (text.Split('-') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from <= 23
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to <= 24 && to != from)
        {
            hours = (from, to);
        }

        return hours is not null;
    }
}
