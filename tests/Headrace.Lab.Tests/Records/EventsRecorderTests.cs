using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

public sealed class EventsRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_several_threads_add_is_in_the_file()
    {
        await using (var recorder = EventsRecorder.Create(_folder["events.csv"], TimeProvider.System))
        {
            await Parallel.ForAsync(0, 4, (thread, _) =>
            {
                for (var number = 0; number < 20_000; number++)
                {
                    recorder.Add(new Item { Id = $"{thread}-{number}", Size = number });
                }

                return ValueTask.CompletedTask;
            });
        }

        var items = EventsCsv.Read(_folder["events.csv"], []);
        Assert.Equal(80_000, items.Count);
        Assert.Equal(80_000, items.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_was_added_is_in_the_file_while_the_run_goes_on()
    {
        await using var recorder = EventsRecorder.Create(_folder["events.csv"], TimeProvider.System);
        recorder.Add(new Item { Id = "first" });

        while (EventsCsv.Read(_folder["events.csv"], []).Count == 0)
        {
            await Task.Yield();
        }

        Assert.Equal("first", EventsCsv.Read(_folder["events.csv"], [])[0].Id);
    }

    [Fact]
    public async Task A_full_disk_is_said()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        var recorder = EventsRecorder.Create("/dev/full", TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<LabException>(async () => await recorder.DisposeAsync());

        Assert.StartsWith("/dev/full cannot be written: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_named() =>
        Assert.Contains($"{_folder["none/events.csv"]} cannot be written", Assert.Throws<LabException>(() => EventsRecorder.Create(_folder["none/events.csv"], TimeProvider.System)).Message, StringComparison.Ordinal);
}
