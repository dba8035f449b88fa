namespace Headrace.Store;

/// <summary>
/// Numbers every change of the store, strictly growing: also over restarts and whatever the clock does, because the upper bits count the
/// times the store was opened. The number orders a key's versions and is the event's sequencer.
/// </summary>
/// <remarks>Used on the ledger's writer thread, so numbers grow in commit order.</remarks>
internal sealed class ChangeCounter(long epoch)
{
    private long _last = epoch << 40;

    public long Next() => ++_last;

    /// <summary>18 upper-case hex digits, as S3's sequencers.</summary>
    public static string Sequencer(long sequence) => sequence.ToString("X18", System.Globalization.CultureInfo.InvariantCulture);
}
