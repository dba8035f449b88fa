using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Gateway.DynamoDb.Transactions;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TransactionJson : JsonSerializerContext;
