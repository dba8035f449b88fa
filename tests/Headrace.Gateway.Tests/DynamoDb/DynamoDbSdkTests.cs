using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Xunit;

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>AWS's own client for .NET, and its document model, which speaks in the older parameters.</summary>
public sealed class DynamoDbSdkTests(DynamoDbHost host)
{
    [Fact]
    public async Task The_document_model_reads_and_writes()
    {
        var name = await host.NewTableAsync(hasRange: true);
        var table = new TableBuilder(host.Client, name).AddHashKey("id", DynamoDBEntryType.String).AddRangeKey("at", DynamoDBEntryType.Numeric).Build();
        for (var n = 0; n < 5; n++)
        {
            await table.PutItemAsync(new Document { ["id"] = "a", ["at"] = n, ["label"] = n % 2 == 0 ? "dog" : "cat", ["box"] = new DynamoDBList([1, 2]) });
        }

        var updated = await table.UpdateItemAsync(new Document { ["id"] = "a", ["at"] = 1, ["score"] = 0.5m }, new UpdateItemOperationConfig { ReturnValues = ReturnValues.AllNewAttributes });
        var filter = new QueryFilter("id", QueryOperator.Equal, "a");
        filter.AddCondition("at", QueryOperator.Between, 1, 3);
        var found = await table.Query(filter).GetRemainingAsync();
        var scan = new ScanFilter();
        scan.AddCondition("label", ScanOperator.Equal, "dog");
        var dogs = await table.Scan(scan).GetRemainingAsync();
        await table.DeleteItemAsync("a", 4);

        Assert.Equal(0.5m, updated["score"].AsDecimal());
        Assert.Equal([1, 2, 3], found.Select(static document => document["at"].AsInt()));
        Assert.Equal(3, dogs.Count);
        Assert.Null(await table.GetItemAsync("a", 4));
    }

    [Fact]
    public async Task Errors_arrive_as_the_types_of_the_sdk()
    {
        var name = await host.NewTableAsync();
        var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(() => host.Client.DescribeTableAsync("nowhere"));
        var put = new PutItemRequest { TableName = name, Item = new() { ["id"] = new AttributeValue("a"), ["n"] = new AttributeValue { N = "1" } } };
        await host.Client.PutItemAsync(put);
        put.ConditionExpression = "attribute_not_exists(id)";
        put.ReturnValuesOnConditionCheckFailure = Amazon.DynamoDBv2.ReturnValuesOnConditionCheckFailure.ALL_OLD;
        var failed = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => host.Client.PutItemAsync(put));
        var cancelled = await Assert.ThrowsAsync<TransactionCanceledException>(() => host.Client.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems = [new TransactWriteItem { Put = new Put { TableName = name, Item = put.Item, ConditionExpression = "attribute_not_exists(id)" } }],
        }));

        Assert.Equal("Requested resource not found: Table: nowhere not found", missing.Message);
        Assert.Equal("1", failed.Item["n"].N);
        Assert.Equal("ConditionalCheckFailed", cancelled.CancellationReasons.Single().Code);
    }
}
