using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

public sealed class ItemTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40_000)]
    public void KeepsItemsInOrderAcrossItsChunks(int count)
    {
        var table = ItemTable.Of(Enumerable.Range(0, count).Select(number => new Item { Id = $"{number}" }));

        Assert.Equal(count, table.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(number => $"{number}"), table.Select(item => item.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => table[count]);
    }

    [Fact]
    public void WhatNobodyMeasuredIsUnknown()
    {
        var item = new Item { Id = "1" };

        Assert.True(double.IsNaN(item.Response));
        Assert.True(double.IsNaN(item.Lag));
        Assert.True(double.IsNaN(item.EventToEnd));
        Assert.False(item.Visible.IsKnown);
        Assert.Null(item.Cold);
    }

    [Fact]
    public void ResponseRunsFromTheIntendedStartToTheLastThingSeen()
    {
        var start = new Moment(1_000_000_000);
        var item = new Item { Id = "1", Intended = start, Sent = start.Plus(2), Uploaded = start.Plus(10) };

        Assert.Equal(10, item.Response);
        Assert.Equal(2, item.Lag);
        Assert.Equal(8, item.Upload);
        Assert.Equal(40.5, (item with { Visible = start.Plus(40.5) }).Response);
    }
}
