using System.Text.Json;

namespace Headrace.Gateway.DynamoDb.Batches;

/// <summary>ConsumedCapacity of requests that touch several tables: one for each.</summary>
internal static class BatchCapacity
{
    /// <param name="isRead">Of a transaction, whose units are told apart.</param>
    public static void WriteMember(Utf8JsonWriter json, JsonElement input, IEnumerable<Capacity> capacities, bool? isRead = null)
    {
        if (input.FindString("ReturnConsumedCapacity") is not ("TOTAL" or "INDEXES"))
        {
            return;
        }

        json.WriteStartArray("ConsumedCapacity");
        foreach (var capacity in capacities)
        {
            capacity.Write(json, input, isRead);
        }

        json.WriteEndArray();
    }
}
