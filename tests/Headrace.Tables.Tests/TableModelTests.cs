using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Legacy;
using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests;

/// <summary>Any sequence of writes leaves tables and indexes as a dictionary in memory has them.</summary>
public sealed class TableModelTests
{
    private static readonly IndexDefinition Global = new(0, "global", true, new KeySchema("g", "x"), "KEYS_ONLY", []);
    private static readonly IndexDefinition HashOnly = new(0, "hash-only", true, new KeySchema("g", null), "ALL", []);
    private static readonly IndexDefinition Local = new(0, "local", false, new KeySchema("h", "x"), "INCLUDE", ["v"]);

    private static readonly Arbitrary<Step[]> Steps = Gen.ArrayOf(
        from isDelete in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from hash in Gen.Elements("a", "b", "ü")
        from range in Gen.Choose(-4, 4)
        from colour in Gen.Elements(null, "red", "blue")
        from size in Gen.Elements<int?>(null, -7, 0, 3, 12)
        from value in Gen.Choose(0, 3)
        select new Step(isDelete, hash, range, colour, size, value)).ToArbitrary();

    [Fact]
    public void Tables_and_indexes_agree_with_a_model() => Prop.ForAll(Steps, static steps => Run(steps).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task Run(Step[] steps)
    {
        await using var tables = new TablesUnderTest();
        var table = await tables.CreateAsync("model", Global, HashOnly, Local);
        var model = new Dictionary<(string Hash, int Range), Step>();
        foreach (var step in steps)
        {
            if (step.IsDelete)
            {
                await tables.DeleteAsync(table, step.Hash, step.Range);
                model.Remove((step.Hash, step.Range));
            }
            else
            {
                await tables.PutAsync(table, step.Item());
                model[(step.Hash, step.Range)] = step;
            }
        }

        foreach (var limit in new int?[] { 1, 3, null })
        {
            Check(tables, table, model, limit);
        }

        var counts = tables.Store.Count(table);
        Assert.Equal((model.Count, model.Values.Sum(static step => ItemSize.Of(step.Item()))), ((int)counts.Table.Items, (int)counts.Table.Bytes));
        Assert.Equal(model.Values.Count(static step => step.Colour is not null), (int)counts.Indexes["hash-only"].Items);
    }

    private static void Check(TablesUnderTest tables, Table table, Dictionary<(string Hash, int Range), Step> model, int? limit)
    {
        var all = model.Values.Select(static step => TablesUnderTest.Text(step.Item())).Order().ToArray();
        var request = new ReadRequest { Limit = limit };
        Assert.Equal(all, tables.ReadAll(table, request).Select(TablesUnderTest.Text).Order());
        Assert.Equal(all, Enumerable.Range(0, 3).SelectMany(segment => tables.ReadAll(table, request with { Segment = segment, Segments = 3 })).Select(TablesUnderTest.Text).Order());
        Assert.Equal(
            model.Values.Count(static step => step.Colour is not null), tables.ReadAll(table, request with { IndexName = "hash-only" }).Count);
        foreach (var isBackward in new[] { false, true })
        {
            var query = request with { IsBackward = isBackward };
            foreach (var hash in new[] { "a", "ü" })
            {
                var ranges = model.Keys.Where(key => key.Hash == hash).Select(static key => key.Range).Order().ToArray();
                Assert.Equal(Turned(ranges, isBackward), Ranges(tables.ReadAll(table, query with { KeyConditions = [TablesUnderTest.HashIs(hash)] }), "r"));
                Assert.Equal(
                    Turned([.. ranges.Where(static range => range is >= -2 and <= 2)], isBackward),
                    Ranges(tables.ReadAll(table, query with { KeyConditions = [TablesUnderTest.HashIs(hash), Between("r", -2, 2)] }), "r"));
                int[] sizes = [.. model.Where(pair => pair.Key.Hash == hash && pair.Value.Size is >= 0).Select(static pair => pair.Value.Size!.Value).Order()];
                Assert.Equal(
                    Turned(sizes, isBackward),
                    Ranges(tables.ReadAll(table, query with { IndexName = "local", KeyConditions = [TablesUnderTest.HashIs(hash), Between("x", 0, 99)] }), "x"));
            }

            int[] red = [.. model.Values.Where(static step => step is { Colour: "red", Size: not null }).Select(static step => step.Size!.Value).Order()];
            Assert.Equal(Turned(red, isBackward), Ranges(tables.ReadAll(table, query with { IndexName = "global", KeyConditions = [TablesUnderTest.HashIs("red", "g")] }), "x"));
            Assert.Equal(
                model.Values.Count(static step => step.Colour == "red"), tables.ReadAll(table, query with { IndexName = "hash-only", KeyConditions = [TablesUnderTest.HashIs("red", "g")] }).Count);
        }
    }

    private static int[] Turned(int[] values, bool isBackward) => isBackward ? [.. values.Reverse()] : values;

    private static IEnumerable<int> Ranges(IEnumerable<Dictionary<string, AttributeValue>> items, string name) => items.Select(item => (int)item[name].Number.ToInt64()!);

    private static LegacyCondition Between(string name, int low, int high) =>
        new(name, "BETWEEN", [AttributeValue.Of(DynamoNumber.Of(low)), AttributeValue.Of(DynamoNumber.Of(high))]);

    internal sealed record Step(bool IsDelete, string Hash, int Range, string? Colour, int? Size, int Value)
    {
        public Dictionary<string, AttributeValue> Item()
        {
            var item = TablesUnderTest.Key(Hash, Range);
            item["v"] = AttributeValue.Of(new string('v', Value));
            if (Colour is not null)
            {
                item["g"] = AttributeValue.Of(Colour);
            }

            if (Size is { } size)
            {
                item["x"] = AttributeValue.Of(DynamoNumber.Of(size));
            }

            return item;
        }
    }
}
