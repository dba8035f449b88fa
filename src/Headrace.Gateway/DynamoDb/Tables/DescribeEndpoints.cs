using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>The address that the client has used already.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html</remarks>
internal static class DescribeEndpoints
{
    private const int CacheMinutes = 1440;

    public static readonly DynamoDbOperation Operation = new("DescribeEndpoints", CommonShapes.Structure("DescribeEndpointsInput"), Handle);

    private static Task Handle(DynamoDbCall call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("Endpoints");
        json.WriteStartObject();
        json.WriteString("Address", call.Host);
        json.WriteNumber("CachePeriodInMinutes", CacheMinutes);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
