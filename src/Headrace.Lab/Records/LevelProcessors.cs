namespace Headrace.Lab.Records;

/// <summary>Who used the machine's processors while a level was measured, from the first item sent to the last that ended. In seconds of one processor; not a number: unknown.</summary>
/// <param name="Repetition">0: warm-up.</param>
/// <param name="WasCold">Its environments were made old before.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="Engine">The service itself.</param>
/// <param name="Functions">The processes that it has started.</param>
/// <param name="Generator">This program: sending, and looking for results.</param>
/// <param name="Others">Every other program.</param>
public sealed record LevelProcessors(string Variant, int Level, int Repetition, bool WasCold, double Seconds, double Engine, double Functions, double Generator, double Others)
{
    /// <summary>How busy all cores were just before, 0 to 1: an engine starts fewer environments on a busy machine.</summary>
    public double Before { get; init; } = double.NaN;

    /// <summary>What a reader of the levels must know of other programs; null: they took next to nothing.</summary>
    internal static string? RemarkOf(IReadOnlyList<LevelProcessors> levels, int cores)
    {
        const double Noticeable = 0.05;
        List<double> others = [.. levels.Where(level => level.Repetition > 0).Select(level => level.Others / level.Seconds).Where(double.IsFinite).Order()];
        return others.Count == 0 || others[^1] < Noticeable * cores ? null
            : FormattableString.Invariant($"other programs took {others[others.Count / 2]:0.0} of the {cores} cores while a level was measured (median), {others[0]:0.0} to {others[^1]:0.0} from one to the other: levels differ by that, too");
    }
}
