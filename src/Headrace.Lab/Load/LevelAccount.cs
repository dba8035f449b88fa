using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>One level's account of the machine's processors: made before it, told of its first item, closed at its end.</summary>
internal sealed class LevelAccount(ProcessorMeter meter, RunClock clock)
{
    /// <summary>A shorter look says nothing of how busy the processors were: they are counted in hundredths of a second.</summary>
    private static readonly TimeSpan _shortestLook = TimeSpan.FromMilliseconds(100);

    /// <summary>Seconds below which other programs' own account, which is of more than the level, says too little of it.</summary>
    private const double LongEnough = 2;

    private readonly (double Engine, double Functions, double Others) _processes = meter.Processes();
    private readonly TimeSpan _generator = Environment.CpuUsage.TotalTime;
    private readonly (TimeSpan At, double All) _made = (clock.Elapsed, meter.All());
    private (TimeSpan At, double All)? _first;

    /// <summary>The first item is about to be sent.</summary>
    public void Begin() => _first = (clock.Elapsed, meter.All());

    /// <summary>By the clock since it was made, and this program's processor time.</summary>
    /// <param name="processors">Null: the service cannot be seen, or nothing was sent.</param>
    public (TimeSpan Measured, TimeSpan Processor) Close(Level level, out LevelProcessors? processors)
    {
        var (all, ended, generator) = (meter.All(), clock.Elapsed, Environment.CpuUsage.TotalTime - _generator);
        processors = null;
        if (meter.SeesService && _first is { } first)
        {
            var now = meter.Processes();
            var (seconds, used) = ((ended - first.At).TotalSeconds, all - first.All);
            var engine = now.Engine - _processes.Engine;

            // Functions that were killed meanwhile are missing in what is there: then they are what is left when the others' own account is taken off.
            var others = (now.Others - _processes.Others) / (clock.Elapsed - _made.At).TotalSeconds * seconds;
            var functions = Math.Max(Math.Max(0, now.Functions - _processes.Functions), seconds > LongEnough ? used - others - engine - generator.TotalSeconds : 0);
            var before = first.At - _made.At;
            processors = new LevelProcessors(
                level.Variant.Name, level.Load.Level, level.Repetition, level.Variant.Cold, seconds, engine, functions, generator.TotalSeconds,
                Math.Max(0, used - engine - functions - generator.TotalSeconds))
            {
                Before = before > _shortestLook ? Math.Clamp((first.All - _made.All) / (before.TotalSeconds * Environment.ProcessorCount), 0, 1) : double.NaN,
            };
        }

        return (ended - _made.At, generator);
    }
}
