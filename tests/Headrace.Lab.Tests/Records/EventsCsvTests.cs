using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

public sealed class EventsCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again() => Prop.ForAll(AnyItem.Arbitrary.Generator.ListOf().ToArbitrary(), items =>
    {
        List<string> remarks = [];
        EventsCsv.Write(_folder["events.csv"], ItemTable.Of(items));

        Assert.Equal(items, EventsCsv.Read(_folder["events.csv"], remarks));
        Assert.Empty(remarks);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_row_reads_as_its_columns_say()
    {
        EventsCsv.Write(_folder["events.csv"], ItemTable.Of([new Item
        {
            Id = "a, \"b\"", Level = 50, Site = "site1", Size = 1234, EventTime = Moment.At(new DateTimeOffset(2025, 5, 8, 23, 0, 17, TimeSpan.Zero)), Cold = true,
            Duration = 22214.5, Phases = HandlerPhases.Unknown with { Infer = 20.25f }, Status = ItemStatus.TimedOut, Error = "Task timed out",
        }]));

        var lines = File.ReadAllLines(_folder["events.csv"]);
        Assert.Equal(
            "id,level,repetition,variant,site,function,size,intended,sent,uploaded,event_time,init_started,started,ended,visible,queue_age,request_id,trace,environment,cold,init,duration,billed,memory_size,max_memory_used,download_ms,decode_ms,infer_ms,draw_ms,write_ms,status,error",
            lines[0]);
        Assert.Equal("\"a, \"\"b\"\"\",50,1,,site1,,1234,,,,2025-05-08T23:00:17.000000Z,,,,,,,,,true,,22214.5,,0,0,,,20.25,,,timed_out,Task timed out", lines[1]);
    }

    [Fact]
    public void Wherever_a_killed_run_cut_the_file_the_whole_rows_are_read_and_the_rest_is_remarked()
    {
        Item[] items = [.. Enumerable.Range(0, 3).Select(number => new Item { Id = $"{number}", Error = "a \"quoted\",\nbroken sentence" })];
        EventsCsv.Write(_folder["whole.csv"], ItemTable.Of(items));
        var whole = File.ReadAllText(_folder["whole.csv"]);
        var header = whole.IndexOf('\n', StringComparison.Ordinal) + 1;
        for (var length = header; length < whole.Length; length++)
        {
            List<string> remarks = [];
            var read = EventsCsv.Read(_folder.File("cut.csv", whole[..length]), remarks);

            Assert.Equal(items.Take(read.Count), read);
            var rowEnds = (length - header) % ((whole.Length - header) / 3) == 0;
            Assert.Equal(rowEnds ? 0 : 1, remarks.Count);
            Assert.Equal((length - header) / ((whole.Length - header) / 3), read.Count);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("id;level\n", "line 1, column 1: 'id;level' stands where events.csv has the column 'id'")]
    [InlineData("id,levels\n", "line 1, column 4: 'levels' stands where events.csv has the column 'level'")]
    [InlineData("id,level\n", "the row has 2 cells; cell 3 stands where events.csv has the column 'repetition'")]
    public void Other_columns_are_refused_by_place(string content, string message) =>
        Assert.Contains(message, Refusal(content).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "x", "line 2, column 3: 'x' is not a whole number from 0")]
    [InlineData(1, "-1", "line 2, column 3: '-1' is not a whole number from 0")]
    [InlineData(7, "2025-02-30T00:00:00.000000Z", "line 2, column 13: '2025-02-30T00:00:00.000000Z' is not a time")]
    [InlineData(19, "yes", "'yes' is neither true nor false")]
    [InlineData(21, "1,5", "line 2, column 1: the row has 33 cells; events.csv has 32")]
    [InlineData(21, "NaN", "'NaN' is not a number")]
    [InlineData(30, "fine", "'fine' is not succeeded")]
    [InlineData(31, "\"a\"b", "text behind a closing quote")]
    [InlineData(31, "a\"b", "a quote inside a cell")]
    public void A_bad_value_is_refused_by_place(int cell, string value, string message)
    {
        var cells = "a,1,1,,,,-1,,,,,,,,,,,,,,,,,0,0,,,,,,succeeded,".Split(',');
        cells[cell] = value;

        Assert.Contains(message, Refusal($"{string.Join(',', EventsCsv.Columns)}\n{string.Join(',', cells)}\n").Message, StringComparison.Ordinal);
    }

    private LabException Refusal(string content) => Assert.Throws<LabException>(() => EventsCsv.Read(_folder.File("events.csv", content), []));
}
