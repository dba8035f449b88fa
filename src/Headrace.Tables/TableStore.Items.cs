using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Tables;

public sealed partial class TableStore
{
    /// <exception cref="TablesException">ResourceNotFoundException, ConditionalCheckFailedException, ValidationException.</exception>
    public Task<WriteOutcome> WriteAsync(ItemWrite write, CancellationToken cancellationToken) =>
        _ledger.CommitAsync(transaction => ItemWriter.Apply(transaction, write), cancellationToken);

    /// <summary>Several writes of BatchWriteItem, in one commit. They do not depend on each other: none has a condition.</summary>
    public Task<WriteOutcome[]> WriteAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction => writes.Select(write => ItemWriter.Apply(transaction, write)).ToArray(), cancellationToken);

    /// <summary>Null when there is no such item.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public StoredItem? Get(Table table, Dictionary<string, AttributeValue> key)
    {
        var encoded = table.CheckKey(key);
        return _ledger.Read(connection => ItemTable.Find(connection, table.Id, encoded));
    }

    /// <summary>Several items as they stood at one moment; null for those that are not there.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public StoredItem?[] Get(IReadOnlyList<(Table Table, Dictionary<string, AttributeValue> Key)> items)
    {
        var keys = items.Select(static item => (item.Table.Id, Key: item.Table.CheckKey(item.Key))).ToArray();
        return _ledger.Read(connection =>
        {
            connection.ExecuteScript("BEGIN");
            try
            {
                return keys.Select(item => ItemTable.Find(connection, item.Id, item.Key)).ToArray();
            }
            finally
            {
                connection.ExecuteScript("COMMIT");
            }
        });
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static void CheckKeys(Table table, IEnumerable<Dictionary<string, AttributeValue>> keys)
    {
        foreach (var key in keys)
        {
            table.CheckKey(key);
        }
    }

    /// <summary>The bytes of all items that share this one's hash key.</summary>
    public long CollectionBytes(Table table, Dictionary<string, AttributeValue> key)
    {
        var place = KeyCodec.PlaceOf(key[table.Definition.Keys.Hash]);
        return _ledger.Read(connection =>
        {
            using var statement = connection.Prepare("SELECT TOTAL(size) FROM dynamo_item WHERE tbl = ? AND place = ?");
            return statement.Bind(1, table.Id).Bind(2, place).Step() ? (long)statement.Double(0) : 0;
        });
    }

    /// <summary>All of the writes, or none of them.</summary>
    /// <param name="token">Names the request: a repetition within ten minutes does nothing and returns null.</param>
    /// <param name="fingerprint">Of what the request asks for.</param>
    /// <exception cref="TablesException">TransactionCanceledException, IdempotentParameterMismatchException.</exception>
    public Task<WriteOutcome[]?> TransactAsync(
        TableScope scope, IReadOnlyList<ItemWrite> writes, string? token, byte[]? fingerprint, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction => token is not null && !TransactionTokens.Take(transaction, scope, token, fingerprint!, _time.GetUtcNow())
            ? null
            : ItemWriter.ApplyAll(transaction, writes),
        cancellationToken);

    /// <exception cref="TablesException">ValidationException.</exception>
    public ReadPage Read(Table table, ReadRequest request)
    {
        var plan = ReadPlan.Of(table, request);
        return _ledger.Read(connection => TableReader.Read(connection, plan));
    }
}
