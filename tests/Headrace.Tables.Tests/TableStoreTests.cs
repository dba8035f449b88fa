using System.Globalization;
using Headrace.Ledger;
using Headrace.Tables.Expressions;
using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Tables.Tests;

public sealed class TableStoreTests
{
    private static readonly ReadRequest Everything = new();

    [Fact]
    public async Task What_was_answered_is_there_after_a_restart()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("kept", new IndexDefinition(0, "by-g", true, new KeySchema("g", null), "ALL", []));
        await tables.PutAsync(table, "a", 1, ""","g":{"S":"red"}""");
        await tables.ReopenAsync();

        var again = tables.Store.Require(TablesUnderTest.Scope, "kept");
        await tables.PutAsync(again, "a", 2, ""","g":{"S":"red"}""");
        Assert.Equal(2, tables.ReadAll(again, Everything with { IndexName = "by-g" }).Count);
        Assert.Equal(2, tables.Store.Count(again).Table.Items);
    }

    [Fact]
    public async Task A_table_is_gone_at_once_and_its_rows_soon()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("gone", new IndexDefinition(0, "by-g", true, new KeySchema("g", null), "ALL", []));
        for (var n = 0; n < 500; n++)
        {
            await tables.PutAsync(table, "a", n, ""","g":{"S":"red"}""");
        }

        await tables.Store.DeleteAsync(TablesUnderTest.Scope, "gone", CancellationToken.None);
        Assert.Null(tables.Store.Find(TablesUnderTest.Scope, "gone"));
        var refused = await Assert.ThrowsAsync<TablesException>(() => tables.PutAsync(table, "a", 1));
        Assert.Equal("ResourceNotFoundException", refused.Code);
        var next = await tables.CreateAsync("gone");
        await tables.PutAsync(next, "a", 1);
        await tables.ChoresAsync();

        Assert.Equal((1, 0, 0), (tables.Rows("dynamo_item"), tables.Rows("dynamo_entry"), tables.Rows("dynamo_index")));
        Assert.Single(tables.ReadAll(next, Everything));
    }

    [Fact]
    public async Task A_new_index_is_filled_while_items_come_and_go()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("growing");
        for (var n = 0; n < 600; n++)
        {
            await tables.PutAsync(table, "a", n, ""","g":{"S":"red"}""");
        }

        var updated = await tables.Store.UpdateAsync(
            TablesUnderTest.Scope, "growing", definition => definition with { Indexes = [new IndexDefinition(0, "late", true, new KeySchema("g", "r"), "ALL", [])] }, CancellationToken.None);
        Assert.True(updated.Definition.Indexes[0].IsBackfilling);
        for (var n = 0; n < 600; n += 2)
        {
            await tables.DeleteAsync(table, "a", n); // through a view of the table that knows no index yet
            await tables.PutAsync(table, "b", n, ""","g":{"S":"red"}""");
        }

        await tables.ChoresAsync();
        var filled = tables.Store.Require(TablesUnderTest.Scope, "growing");
        Assert.Equal(600, tables.ReadAll(filled, Everything with { IndexName = "late", KeyConditions = [TablesUnderTest.HashIs("red", "g")] }).Count);
        Assert.Equal(600, tables.Store.Count(filled).Indexes["late"].Items);
    }

    [Fact]
    public async Task An_index_that_goes_takes_its_entries_along()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("shrinking", new IndexDefinition(0, "by-g", true, new KeySchema("g", null), "ALL", []));
        await tables.PutAsync(table, "a", 1, ""","g":{"S":"red"}""");
        var without = await tables.Store.UpdateAsync(TablesUnderTest.Scope, "shrinking", static definition => definition with { Indexes = [] }, CancellationToken.None);
        await tables.ChoresAsync();

        Assert.Equal(0, tables.Rows("dynamo_entry"));
        var refused = Assert.Throws<TablesException>(() => tables.Store.Read(without, Everything with { IndexName = "by-g" }));
        Assert.Equal("The table does not have the specified index: by-g", refused.Message);
    }

    [Fact]
    public async Task Items_expire_when_their_time_has_come()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("brief", new IndexDefinition(0, "by-g", true, new KeySchema("g", null), "ALL", []));
        var now = tables.Time.GetUtcNow().ToUnixTimeSeconds();
        string At(long seconds) => string.Create(CultureInfo.InvariantCulture, $$""","g":{"S":"red"},"ttl":{"N":"{{now + seconds}}"}""");
        await tables.PutAsync(table, "before", 1, At(60));
        await tables.Store.SetTimeToLiveAsync(TablesUnderTest.Scope, "brief", "ttl", static _ => { }, CancellationToken.None);
        table = tables.Store.Require(TablesUnderTest.Scope, "brief");
        await tables.PutAsync(table, "after", 1, At(60));
        await tables.PutAsync(table, "later", 1, At(3600));
        await tables.PutAsync(table, "put off", 1, At(60));
        await tables.PutAsync(table, "put off", 1, At(3600));
        await tables.PutAsync(table, "ancient", 1, At(-6L * 366 * 24 * 3600));
        await tables.PutAsync(table, "text", 1, ""","ttl":{"S":"soon"}""");
        await tables.ChoresAsync();
        Assert.Equal(6, tables.Store.Count(table).Table.Items);

        tables.Time.Advance(TimeSpan.FromSeconds(61));
        while (tables.Store.Count(table).Table.Items > 4)
        {
            await tables.ChoresAsync();
        }

        Assert.Equal(["ancient", "later", "put off", "text"], tables.ReadAll(table, Everything).Select(static item => item["h"].String).Order(StringComparer.Ordinal));
        Assert.Equal(3, tables.ReadAll(table, Everything with { IndexName = "by-g" }).Count);
    }

    [Fact]
    public async Task A_transaction_is_whole_or_nothing()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("whole");
        await tables.PutAsync(table, "a", 1);
        var exists = ConditionParser.Parse("ConditionExpression", "attribute_not_exists(h)", new Placeholders(null, null));
        ItemWrite[] writes =
        [
            ItemWrite.Put(table, TablesUnderTest.Key("b", 1), null),
            ItemWrite.Put(table, TablesUnderTest.Key("a", 1), exists, returnsItemOnFailure: true),
            ItemWrite.Change(table, TablesUnderTest.Key("c", 1), UpdatePlan.Of(UpdateParser.Parse("SET n = n + v", new Placeholders(null, null))), null),
        ];

        var refused = await Assert.ThrowsAsync<TablesException>(() => tables.Store.TransactAsync(TablesUnderTest.Scope, writes, null, null, CancellationToken.None));

        Assert.Equal("Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]", refused.Message);
        Assert.Equal("The provided expression refers to an attribute that does not exist in the item", refused.Reasons![2].Message);
        Assert.Equal("a", refused.Reasons[1].Item!["h"].String);
        Assert.Single(tables.ReadAll(table, Everything));
    }

    [Fact]
    public async Task A_transaction_that_is_sent_again_is_carried_out_once_within_ten_minutes()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("once");
        var add = UpdatePlan.Of(UpdateParser.Parse("ADD n :one", new Placeholders(null, TablesUnderTest.Item("""{":one":{"N":"1"}}"""))));
        Task<WriteOutcome[]?> SendAsync(byte fingerprint) => tables.Store.TransactAsync(
            TablesUnderTest.Scope, [ItemWrite.Change(table, TablesUnderTest.Key("a", 1), add, null)], "token", [fingerprint], CancellationToken.None);

        Assert.NotNull(await SendAsync(1));
        await tables.ReopenAsync();
        Assert.Null(await SendAsync(1));
        Assert.Equal("IdempotentParameterMismatchException", (await Assert.ThrowsAsync<TablesException>(() => SendAsync(2))).Code);
        tables.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(await SendAsync(2));

        Assert.Equal("2", tables.ReadAll(table, Everything)[0]["n"].Number.ToString());
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("counted");
        var add = UpdatePlan.Of(UpdateParser.Parse("ADD n :one", new Placeholders(null, TablesUnderTest.Item("""{":one":{"N":"1"}}"""))));

        await Parallel.ForAsync(0, 500, async (_, cancellationToken) =>
            await tables.Store.WriteAsync(ItemWrite.Change(table, TablesUnderTest.Key("a", 1), add, null), cancellationToken));

        Assert.Equal("500", tables.ReadAll(table, Everything)[0]["n"].Number.ToString());
    }

    [Fact]
    public async Task A_page_ends_at_a_megabyte()
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("large");
        for (var n = 0; n < 12; n++)
        {
            await tables.PutAsync(table, "a", n, $$""","v":{"S":"{{new string('x', 100_000)}}"}""");
        }

        var page = tables.Store.Read(table, Everything with { KeyConditions = [TablesUnderTest.HashIs("a")] });

        Assert.Equal((11, 11), (page.Count, page.Scanned));
        Assert.Equal(10, page.LastKey!["r"].Number.ToInt64());
        Assert.Equal(12, tables.ReadAll(table, Everything).Count);
    }

    [Fact]
    public async Task Every_read_walks_a_key_and_none_scans_or_sorts()
    {
        await using var tables = new TablesUnderTest();
        foreach (var sql in ReadStatements.All)
        {
            var plan = tables.Ledger.Read(connection => Explain(connection, sql));
            Assert.StartsWith("SEARCH", plan, StringComparison.Ordinal);
            Assert.Contains("USING PRIMARY KEY", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.Contains(sql.Contains("(range", StringComparison.Ordinal) ? "(range,item_place" : sql.Contains("(place", StringComparison.Ordinal) ? "(place,range" : "place=? AND range", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Places_on_disk_stay_where_they_are()
    {
        Assert.Equal("2F63A3E8686170", Convert.ToHexString(KeyCodec.PlaceOf(AttributeValue.Of("hap")))[..14]);
        Assert.Equal("81850C", Convert.ToHexString(KeyCodec.RangeOf(AttributeValue.Of(DynamoNumber.Of(1100)))));
        Assert.Equal("7F7AF3FF", Convert.ToHexString(KeyCodec.RangeOf(AttributeValue.Of(DynamoNumber.Of(-1100)))));
    }

    private static string Explain(LedgerConnection connection, string sql)
    {
        using var statement = connection.Prepare("EXPLAIN QUERY PLAN " + sql);
        var lines = new List<string>();
        while (statement.Step())
        {
            lines.Add(statement.Text(3));
        }

        return string.Join("; ", lines);
    }
}
