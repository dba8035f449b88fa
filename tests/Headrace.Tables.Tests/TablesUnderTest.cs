using System.Text;
using System.Text.Json;
using Headrace.Ledger;
using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Tables.Tests;

/// <summary>Tables in a ledger in a folder of their own, with hash key <c>h</c> (S) and range key <c>r</c> (N).</summary>
internal sealed class TablesUnderTest : IAsyncDisposable
{
    public static readonly TableScope Scope = new("000000000000", "us-east-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-tables-").FullName;

    public TablesUnderTest() => Open();

    public ManualTime Time { get; } = new();

    public LedgerDatabase Ledger { get; private set; } = null!;

    public TableStore Store { get; private set; } = null!;

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await Ledger.DisposeAsync();
        Open();
    }

    public Task<Table> CreateAsync(string name, params IndexDefinition[] indexes) => Store.CreateAsync(
        Scope,
        new TableDefinition
        {
            Name = name,
            TableId = name,
            Created = 0,
            Attributes = [new("h", AttributeType.S), new("r", AttributeType.N), new("g", AttributeType.S), new("x", AttributeType.N)],
            Keys = new KeySchema("h", "r"),
            IsOnDemand = true,
            Indexes = indexes,
        },
        new Dictionary<string, string>(),
        CancellationToken.None);

    public static Dictionary<string, AttributeValue> Item(string json)
    {
        using var document = JsonDocument.Parse(json);
        return AttributeReader.ReadItem(document.RootElement);
    }

    public static Dictionary<string, AttributeValue> Key(string hash, int range) =>
        new() { ["h"] = AttributeValue.Of(hash), ["r"] = AttributeValue.Of(DynamoNumber.Of(range)) };

    public Task<WriteOutcome> PutAsync(Table table, Dictionary<string, AttributeValue> item, string? condition = null) => Store.WriteAsync(
        ItemWrite.Put(table, item, condition is null ? null : ConditionParser.Parse("ConditionExpression", condition, new Placeholders(null, null))), CancellationToken.None);

    public Task<WriteOutcome> PutAsync(Table table, string hash, int range, string more = "") =>
        PutAsync(table, Item($$"""{"h":{"S":"{{hash}}"},"r":{"N":"{{range}}"}{{more}}}"""));

    public Task<WriteOutcome> DeleteAsync(Table table, string hash, int range) => Store.WriteAsync(ItemWrite.Delete(table, Key(hash, range), null), CancellationToken.None);

    /// <summary>Every item, page by page.</summary>
    public List<Dictionary<string, AttributeValue>> ReadAll(Table table, ReadRequest request)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        Dictionary<string, AttributeValue>? last = null;
        do
        {
            var page = Store.Read(table, request with { StartKey = last });
            items.AddRange(page.Items.Select(static json => ItemJson.Decode(json)));
            last = page.LastKey;
        }
        while (last is not null);
        return items;
    }

    public static LegacyCondition HashIs(string value, string name = "h") => new(name, "EQ", [AttributeValue.Of(value)]);

    public static string Text(Dictionary<string, AttributeValue> item) => Encoding.UTF8.GetString(ItemJson.Encode(item));

    /// <summary>How many rows a table of the ledger has.</summary>
    public long Rows(string table) => Ledger.Read(connection =>
    {
        using var statement = connection.Prepare($"SELECT COUNT(*) FROM {table}");
        statement.Step();
        return statement.Int64(0);
    });

    /// <summary>Waits until every chore is done, looking on as the writer commits.</summary>
    public async Task ChoresAsync()
    {
        do
        {
            Time.Advance(TimeSpan.Zero);
            await Ledger.CommitAsync(static _ => true, CancellationToken.None);
        }
        while (Rows("dynamo_chore") > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        Ledger = LedgerDatabase.Open(Path.Combine(_folder, "ledger.db"));
        Store = TableStore.Open(Ledger, Time);
    }
}
