using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Plans;

public sealed class RecordedArrivalsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("headrace-replay-");

    [Fact]
    public void The_columns_of_the_original_experiment_are_replayed_in_the_order_of_time_at_any_speed()
    {
        var path = Write("logsdata.csv", """
            ,id,lambda_function_name,event_time
            0,a.jpg,site1-lambdafunction,2025-05-08 23:00:17
            1,b.jpg,site2-lambdafunction,2025-05-08 23:00:04.500
            2,c.jpg,site1-lambdafunction,2025-05-08 23:00:20
            """);
        var plan = PlanReader.Parse("plan.yaml", $"pattern: {{ replay: {{ file: {Path.GetFileName(path)}, speed: 2 }} }}\ntarget: {{ http: {{ url: http://h/ }} }}", _folder.FullName);

        Assert.Equal(
            [new Arrival(TimeSpan.Zero, 2), new Arrival(TimeSpan.FromSeconds(6.25), 1), new Arrival(TimeSpan.FromSeconds(7.75), 1)],
            ((OpenLoad)plan.Pattern.Loads(1).Single()).Arrivals);
    }

    [Fact]
    public void A_run_of_our_own_is_replayed()
    {
        var path = Path.Combine(_folder.FullName, "events.csv");
        EventsCsv.Write(path, ItemTable.Of([.. new[] { 2_000_000L, 1_500_000L }.Select(time => new Item { Id = $"{time}", Intended = new Moment(time), Site = $"s{time}" })]));

        Assert.Equal([new Arrival(TimeSpan.Zero, 2), new Arrival(TimeSpan.FromSeconds(0.5), 1)], RecordedArrivals.Read(path));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("a,b\n1,2", "there is no column intended or event_time")]
    [InlineData("event_time\n2025-05-08 23:00:17\nnoon\n2025-05-08 23:00:17\n", "line 3, column 1")]
    [InlineData("event_time\n", "there is nothing to replay")]
    public void What_cannot_be_replayed_is_named(string text, string complaint)
    {
        var path = Write("bad.csv", text);

        Assert.Contains(complaint, Assert.Throws<LabException>(() => RecordedArrivals.Read(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
