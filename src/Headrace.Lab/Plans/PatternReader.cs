namespace Headrace.Lab.Plans;

/// <summary>The <c>pattern</c> of a plan.</summary>
internal static class PatternReader
{
    private const int MostSites = 100_000;
    private const double MostPerSecond = 1_000_000;

    public static Pattern Read(YamlFields fields, string folder)
    {
        var kind = PlanReader.OneOf(fields, "burst", "batch", "rate", "users", "replay");
        var own = fields.Map(kind)!;
        Pattern pattern = kind switch
        {
            "burst" => new BurstPattern(Levels(own, "sites", MostSites)),
            "batch" => new BatchPattern(Levels(own, "items", 100_000_000), (int)(own.Whole("parallelism", 1, MostSites) ?? 8), Sites(own)),
            "users" => ReadUsers(own),
            "rate" => ReadRate(own),
            _ => new ReplayPattern(RecordedArrivals.Read(Path.Combine(folder, own.RequiredText("file"))), own.Number("speed", 0, 1_000_000) ?? 1),
        };
        own.RefuseOthers();
        fields.RefuseOthers();
        return pattern;
    }

    private static IReadOnlyList<int> Levels(YamlFields fields, string name, int most) =>
        fields.Numbers(name, 1, most) is { Count: > 0 } levels ? levels : throw fields.Error(name, "is missing");

    private static int Sites(YamlFields fields) => (int)(fields.Whole("sites", 1, MostSites) ?? 1);

    private static UsersPattern ReadUsers(YamlFields fields)
    {
        var levels = Levels(fields, "users", MostSites);
        var length = fields.Time("for") ?? throw fields.Error("for", "is missing: how long the users go on");
        return new UsersPattern(levels, fields.Number("spawn-rate", 0, MostPerSecond) ?? double.PositiveInfinity, length, ReadThink(fields));
    }

    /// <summary><c>think: 1s</c> or <c>think: 1s..3s</c>.</summary>
    private static ThinkTime ReadThink(YamlFields fields)
    {
        if (fields.Text("think") is not { } text)
        {
            return default;
        }

        var ends = text.Split("..");
        return ends.Length <= 2 && Duration.TryParse(ends[0], out var least) && Duration.TryParse(ends[^1], out var most) && least <= most
            ? new ThinkTime(least, most)
            : throw fields.Error("think", $"must be a time such as 1s or a range such as 1s..3s, not '{text}'");
    }

    private static RatePattern ReadRate(YamlFields fields)
    {
        var arrivals = fields.Text("arrivals") ?? "constant";
        if (arrivals is not ("constant" or "poisson"))
        {
            throw fields.Error("arrivals", $"must be constant or poisson, not '{arrivals}'");
        }

        List<RateStep> steps = fields.Has("steps") ? [.. fields.Maps("steps").Select(ReadStep)] : [ReadStep(fields, alone: false)];
        return new RatePattern(steps, arrivals == "poisson", Sites(fields));
    }

    private static RateStep ReadStep(YamlFields fields) => ReadStep(fields, alone: true);

    /// <param name="alone">The fields are a step's and nothing else's.</param>
    private static RateStep ReadStep(YamlFields fields, bool alone)
    {
        var rate = fields.Number("rate", 0, MostPerSecond);
        var (from, to) = (Bound("from"), Bound("to"));
        var length = fields.Time("for") ?? throw fields.Error("for", "is missing: how long the rate holds");
        if (rate is null ? from is null || to is null || from + to == 0 : from is not null || to is not null)
        {
            throw fields.Error(fields.Has("from") ? "from" : "to", "a step has either a rate, or from and to (not both 0)");
        }

        if (length <= TimeSpan.Zero)
        {
            throw fields.Error("for", "must be more than nothing");
        }

        if (alone)
        {
            fields.RefuseOthers();
        }

        return new RateStep(rate ?? from!.Value, rate ?? to!.Value, length);

        double? Bound(string name) => fields.Text(name) == "0" ? 0 : fields.Number(name, 0, MostPerSecond);
    }
}
