namespace Headrace.Lab.Tests.Load;

/// <summary>The machine's time, but its wall clock can be set; the monotonic one goes on.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

    public void Set(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
