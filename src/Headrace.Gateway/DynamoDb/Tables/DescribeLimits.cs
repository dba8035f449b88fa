using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>AWS's own defaults for an account: nothing here is throttled by them.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html</remarks>
internal static class DescribeLimits
{
    public static readonly DynamoDbOperation Operation = new("DescribeLimits", CommonShapes.Structure("DescribeLimitsInput"), Handle);

    private static Task Handle(DynamoDbCall call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("AccountMaxReadCapacityUnits", 80_000);
        json.WriteNumber("AccountMaxWriteCapacityUnits", 80_000);
        json.WriteNumber("TableMaxReadCapacityUnits", 40_000);
        json.WriteNumber("TableMaxWriteCapacityUnits", 40_000);
        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
