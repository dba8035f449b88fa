using System.Globalization;

namespace Headrace.Lab.Simulation;

/// <summary>How far the model was off, in one sentence: in the middle of the levels, and at worst.</summary>
internal static class ErrorSentence
{
    private static readonly string[] _names = ["p50", "p95", "p99", "throughput"];

    public static string Of(IReadOnlyList<ValidationLevel> levels) =>
        $"The model's error{(levels.Count > 1 ? $" over {levels.Count} levels, in the middle and at worst" : "")}: {string.Join("; ", _names.Select(name => Of(name, levels)))}.";

    private static string Of(string name, IReadOnlyList<ValidationLevel> levels)
    {
        var errors = levels.Select(level => (Level: level, Error: level.Of(name).RelativeError)).Where(one => double.IsFinite(one.Error)).OrderBy(one => one.Error).ToList();
        if (errors.Count == 0)
        {
            return $"{name} not comparable";
        }

        var worst = errors.MaxBy(one => Math.Abs(one.Error));
        return levels.Count == 1 ? $"{name} {Percent(worst.Error)}"
            : string.Create(CultureInfo.InvariantCulture, $"{name} {Percent(errors[errors.Count / 2].Error)}, {Percent(worst.Error)} at {worst.Level.Sites}{(worst.Level.Variant.Length > 0 ? $" ({worst.Level.Variant})" : "")}");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:+0.0;-0.0}\u00a0%");
}
