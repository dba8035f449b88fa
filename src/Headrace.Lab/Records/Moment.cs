namespace Headrace.Lab.Records;

/// <summary>A moment to the microsecond, or none: a run holds millions, so it is eight bytes and not a nullable sixteen.</summary>
/// <param name="Microseconds">Since 1970-01-01 UTC; 0: unknown.</param>
public readonly record struct Moment(long Microseconds) : IComparable<Moment>
{
    public static readonly Moment Unknown;

    public bool IsKnown => Microseconds != 0;

    public static Moment At(DateTimeOffset instant) => new((instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Milliseconds since <paramref name="earlier"/>; not a number when either is unknown.</summary>
    public double Since(Moment earlier) => IsKnown && earlier.IsKnown ? (Microseconds - earlier.Microseconds) / 1000.0 : double.NaN;

    public Moment Plus(double milliseconds) => IsKnown ? new(Microseconds + (long)Math.Round(milliseconds * 1000)) : this;

    public int CompareTo(Moment other) => Microseconds.CompareTo(other.Microseconds);

    public static bool operator <(Moment left, Moment right) => left.CompareTo(right) < 0;

    public static bool operator >(Moment left, Moment right) => left.CompareTo(right) > 0;

    public static bool operator <=(Moment left, Moment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Moment left, Moment right) => left.CompareTo(right) >= 0;
}
