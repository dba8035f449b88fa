using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Headrace.Gauge.History;

namespace Headrace.Cli.Gauge;

/// <summary>Rows of the gauge function's DynamoDB table, in no order.</summary>
internal static class TableHistory
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <exception cref="CommandException">There is no such table, or no answer.</exception>
    public static async IAsyncEnumerable<HistoryRow> ReadAsync(IAmazonDynamoDB tables, string table, HistoryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = table,
            ProjectionExpression = "site_id, image_timestamp, stage_m, iou_score, segmentation_verification, roi, image_path, image_md5",
        };
        var conditions = new List<string>();
        foreach (var (condition, value) in ((string, string?)[])[("site_id = :site", filter.Site), ("image_timestamp >= :from", Text(filter.From)), ("image_timestamp < :to", Text(filter.To))])
        {
            if (value is not null)
            {
                conditions.Add(condition);
                (request.ExpressionAttributeValues ??= [])[condition.Split(' ')[^1]] = new AttributeValue(value);
            }
        }

        request.FilterExpression = conditions.Count > 0 ? string.Join(" AND ", conditions) : null;
        do
        {
            var page = await ScanAsync(tables, request, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                var row = Read(item);
                if (filter.Keeps(row))
                {
                    yield return row;
                }
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private static async Task<ScanResponse> ScanAsync(IAmazonDynamoDB tables, ScanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await tables.ScanAsync(request, cancellationToken);
        }
        catch (ResourceNotFoundException failure)
        {
            throw new CommandException($"There is no table {request.TableName} at {Endpoint(tables)}.", failure);
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new CommandException($"The table {request.TableName} at {Endpoint(tables)} cannot be read: {failure.Message}", failure);
        }
    }

    private static string Endpoint(IAmazonDynamoDB tables) => tables.Config.ServiceURL.TrimEnd('/');

    private static HistoryRow Read(Dictionary<string, AttributeValue> item) => new(
        item["site_id"].S, DateTime.ParseExact(item["image_timestamp"].S, TimeFormat, CultureInfo.InvariantCulture), Number(item, "stage_m"), Number(item, "iou_score"),
        item.GetValueOrDefault("segmentation_verification")?.BOOL ?? false,
        [.. (item.GetValueOrDefault("roi")?.L ?? []).Select(count => int.Parse(count.N, CultureInfo.InvariantCulture))],
        item["image_path"].S, item.GetValueOrDefault("image_md5")?.S ?? "");

    private static double? Number(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.N is { } number ? double.Parse(number, CultureInfo.InvariantCulture) : null;

    private static string? Text(DateTime? time) => time?.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
