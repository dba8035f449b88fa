using System.Text.Json.Serialization;
using Headrace.Apis.Http;
using Headrace.Apis.Plans;
using Headrace.Apis.Rest;

namespace Headrace.Apis;

/// <summary>The documents in the ledger, and the parts of them that AWS answers in the same shape.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RestApi))]
[JsonSerializable(typeof(RestSnapshot))]
[JsonSerializable(typeof(HttpApi))]
[JsonSerializable(typeof(HttpSnapshot))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(UsagePlan))]
[JsonSerializable(typeof(PlanUsage))]
public sealed partial class ApiJson : JsonSerializerContext;
