using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;

namespace Headrace.Gateway.DynamoDb;

/// <param name="Input">Of its parameters.</param>
/// <param name="Handle">Carries it out and writes the answer.</param>
internal sealed record DynamoDbOperation(string Name, Shape Input, Func<DynamoDbCall, Utf8JsonWriter, Task> Handle);
