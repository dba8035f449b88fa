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
}
