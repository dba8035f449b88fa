using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load.Targets;

/// <summary>What a run's templates are filled with.</summary>
/// <param name="Run">Different for every run.</param>
internal sealed record RunNames(string Run)
{
    public Places Places(Shot shot) => Of(shot.Level, shot.Number, shot.Site, shot.Intended) with { File = shot.Payload.Name, Key = shot.Id };

    /// <summary>Before its payload and its key are known.</summary>
    public Places Of(Level level, long number, int site, Moment intended) =>
        new(Run, number, site, level.Load.Level, level.Repetition, intended.ToDateTimeOffset(), "", "");
}
