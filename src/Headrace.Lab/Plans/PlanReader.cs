namespace Headrace.Lab.Plans;

/// <summary><c>PLAN.yaml</c> → <see cref="Plan"/>. docs/lab-plans.md lists the fields.</summary>
public static class PlanReader
{
    /// <exception cref="LabException">Not readable, or not a plan; names file, line, column and field.</exception>
    public static Plan Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <param name="file">What errors call it.</param>
    /// <param name="folder">What paths in it are relative to.</param>
    /// <exception cref="LabException">Not a plan; names file, line, column and field.</exception>
    public static Plan Parse(string file, string text, string folder)
    {
        var fields = YamlFields.Parse(file, text);
        var pattern = PatternReader.Read(Required(fields, "pattern"), folder);
        var target = TargetReader.Read(Required(fields, "target"));
        var plan = new Plan
        {
            Name = fields.Text("name") ?? Path.GetFileNameWithoutExtension(file),
            Seed = fields.Whole("seed", long.MinValue, long.MaxValue) ?? 1,
            Text = text,
            Pattern = pattern,
            Target = target,
            Payload = ReadPayload(fields, target, folder),
            Sweep = fields.Map("sweep") is { } sweep ? ReadSweep(sweep, target) : new Sweep(),
            Repetitions = (int)(fields.Whole("repetitions", 1, 100_000) ?? 1),
            WarmUp = fields.Flag("warm-up") ?? false,
            Pause = fields.Time("pause") ?? TimeSpan.Zero,
            Every = fields.Text("every") is not { } every ? null : Cron.TryParse(every, out var error) ?? throw fields.Error("every", error),
            Stop = fields.Map("stop") is { } stop ? ReadStop(stop) : new StopRules(),
            Timeout = fields.Time("timeout") is { } timeout ? timeout > TimeSpan.Zero ? timeout : throw fields.Error("timeout", "must be more than nothing") : TimeSpan.FromSeconds(60),
            Cold = ReadStart(fields, fields.Text("start")) ?? false,
        };
        fields.RefuseOthers();
        if (plan.Every is not null && plan.Pause > TimeSpan.Zero)
        {
            throw fields.Error("pause", "and every exclude each other");
        }

        foreach (var variant in plan.Sweep.Variants(plan))
        {
            if (variant.Target.Function is null && (variant.Memory is not null || variant.Concurrency is not null || variant.Cold))
            {
                throw fields.Error(plan.Cold ? "start" : "sweep", $"configures functions, so target.{variant.Target.Kind} must say which: function");
            }
        }

        return plan;
    }

    private static YamlFields Required(YamlFields fields, string name) => fields.Map(name) ?? throw fields.Error(name, "is missing");

    private static StopRules ReadStop(YamlFields fields)
    {
        var rules = new StopRules(fields.Time("time"), fields.Whole("count", 1, long.MaxValue), fields.Share("errors"));
        fields.RefuseOthers();
        return rules;
    }

    private static Sweep ReadSweep(YamlFields fields, Target target)
    {
        var sweep = new Sweep
        {
            Memory = fields.Numbers("memory", 128, 10_240),
            Concurrency = fields.Numbers("concurrency", 0, 1_000_000),
            Sizes = fields.Sizes("size"),
            Cold = [.. fields.Texts("start").Select(text => ReadStart(fields, text)!.Value)],
            Layouts = fields.Map("layout") is not { } layouts ? [] : [.. layouts.Names.Select(name => new Layout(name, TargetReader.Override(target, layouts.Map(name)!)))],
        };
        fields.RefuseOthers();
        return sweep;
    }

    private static bool? ReadStart(YamlFields fields, string? text) => text switch
    {
        null => null,
        "cold" => true,
        "warm" => false,
        _ => throw fields.Error("start", $"must be cold or warm, not '{text}'"),
    };

    private static PayloadSource ReadPayload(YamlFields plan, Target target, string folder)
    {
        if (plan.Map("payload") is not { } fields)
        {
            return target is UploadTarget or DetectTarget ? throw plan.Error("payload", "is missing: bytes, file, folder or cameras") : new NoPayload();
        }

        PayloadSource payload = OneOf(fields, "bytes", "json", "file", "folder", "cameras") switch
        {
            "bytes" => new BytesPayload(fields.Size("bytes") is { } size and <= 1 << 30 ? size : throw fields.Error("bytes", "must be at most 1GiB")),
            "json" => new JsonPayload(Template.Lenient(fields.RequiredText("json"))),
            "file" => new FilePayload(Path.Combine(folder, fields.RequiredText("file"))),
            "folder" => new FolderPayload(Path.Combine(folder, fields.RequiredText("folder"))),
            _ => ReadCameras(fields),
        };
        fields.RefuseOthers();
        return payload;
    }

    private static CamerasPayload ReadCameras(YamlFields fields)
    {
        var size = fields.RequiredText("cameras").Split('x');
        return size is [var width, var height] && int.TryParse(width, out var w) && int.TryParse(height, out var h) && w is >= 64 and <= 8192 && h is >= 64 and <= 8192
            ? new CamerasPayload(w, h)
            : throw fields.Error("cameras", "must be a size from 64x64 to 8192x8192, such as 1280x720");
    }

    /// <summary>The one of these fields that is there.</summary>
    internal static string OneOf(YamlFields fields, params string[] names) => names.Where(fields.Has).ToList() switch
    {
        [var one] => one,
        [] => throw fields.Error(fields.Names.Count > 0 ? fields.Names[0] : names[0], $"is none of {string.Join(", ", names)}: one of them must be there"),
        [.., var other] => throw fields.Error(other, $"is one too many: one of {string.Join(", ", names)}"),
    };
}
