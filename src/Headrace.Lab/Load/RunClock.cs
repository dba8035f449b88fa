using System.Diagnostics;
using System.Runtime.InteropServices;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>The run's time: read from the system's clock once, counted by the monotonic one since, so that a step of the system's clock moves nothing.</summary>
/// <param name="time">Its timestamps are Linux's CLOCK_MONOTONIC in nanoseconds, as <see cref="Stopwatch"/>'s.</param>
public sealed class RunClock(TimeProvider time)
{
    private const int Monotonic = 1;
    private const int AbsoluteTime = 1;
    private const int RoundRobin = 2;
    private const int ResetOnFork = 0x40000000;

    private static readonly TimeSpan _longestSleep = TimeSpan.FromMilliseconds(50);

    private readonly Moment _anchor = Moment.At(time.GetUtcNow());
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Elapsed => time.GetElapsedTime(_origin);

    public Moment Now => At(Elapsed);

    public Moment At(TimeSpan elapsed) => new(_anchor.Microseconds + (elapsed.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>Blocks the thread until then, to a tenth of a millisecond where a core is free.</summary>
    /// <remarks>
    /// An absolute nanosleep neither drifts nor burns a core as spinning would: the system under test runs on the same ones. What Linux adds by default is 50 µs (prctl(2),
    /// PR_SET_TIMERSLACK).
    /// </remarks>
    public void SleepUntil(TimeSpan elapsed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && elapsed - Elapsed is { Ticks: > 0 } left)
        {
            var wake = Stopwatch.GetTimestamp() + (long)((left < _longestSleep ? left : _longestSleep).TotalNanoseconds);
            var moment = new Timespec(wake / 1_000_000_000, wake % 1_000_000_000);
            _ = Sleep(Monotonic, AbsoluteTime, in moment, 0);
        }
    }

    /// <summary>
    /// The calling thread goes before all others as soon as its sleep is over, where it may (CAP_SYS_NICE; elsewhere nothing happens): on a machine whose cores are busy with
    /// what is measured it would otherwise wait its turn, for milliseconds. Threads that it starts are ordinary ones.
    /// </summary>
    public static void PreferThisThread()
    {
        var lowestOfTheFirst = 1;
        _ = SetScheduler(0, RoundRobin | ResetOnFork, in lowestOfTheFirst);
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    private static extern int SetScheduler(int thread, int policy, in int priority);

    [DllImport("libc", EntryPoint = "clock_nanosleep")]
    private static extern int Sleep(int clock, int flags, in Timespec until, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
