using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Telemetry.Logs;

namespace Headrace.Telemetry.Tests.Logs;

public sealed class LogStoreProperties
{
    [Fact]
    public void Any_messages_come_back_in_order_from_both_ends() =>
        Prop.ForAll<NonNull<string>[], PositiveInt>((messages, pageLength) =>
        {
            using var folder = new TemporaryFolder();
            var store = LogStore.Open(folder.Path, ManualTime.At("2026-01-02T03:04:05Z"));
            var sent = messages.Select(message => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message.Get))).ToList();
            using (var writer = store.OpenStream("group", "stream"))
            {
                sent.ForEach(message => writer.Append(Encoding.UTF8.GetBytes(message)));
            }

            return sent.SequenceEqual(Walk(store, forward: true, pageLength.Get)) &&
                sent.SequenceEqual(Walk(store, forward: false, pageLength.Get).Reverse());
        }).Check(Config.QuickThrowOnFailure);

    private static IEnumerable<string> Walk(LogStore store, bool forward, int pageLength)
    {
        LogMark? position = null;
        while (store.ReadPage("group", "stream", new LogQuery(), position, forward, pageLength) is { Events.Count: > 0 } page)
        {
            foreach (var logEvent in forward ? page.Events : page.Events.Reverse())
            {
                yield return logEvent.Message;
            }

            position = forward ? page.Forward : page.Backward;
        }
    }
}
