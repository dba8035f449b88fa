using System.Text.Json.Serialization;

namespace Headrace.Identity;

/// <summary>The documents in the ledger.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(ManagedPolicy))]
[JsonSerializable(typeof(Repository))]
internal sealed partial class IdentityJson : JsonSerializerContext;
