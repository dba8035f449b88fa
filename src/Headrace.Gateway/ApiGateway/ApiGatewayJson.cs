using System.Text.Json.Serialization;
using Headrace.Apis.Http;
using Headrace.Apis.Rest;
using Headrace.Gateway.ApiGateway.Http;
using Headrace.Gateway.ApiGateway.Rest;

namespace Headrace.Gateway.ApiGateway;

/// <summary>The answers of both control planes. Absent members are left out, as AWS does.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HttpApiAnswer))]
[JsonSerializable(typeof(HttpListAnswer<HttpApiAnswer>))]
[JsonSerializable(typeof(RouteAnswer))]
[JsonSerializable(typeof(HttpListAnswer<RouteAnswer>))]
[JsonSerializable(typeof(HttpIntegration))]
[JsonSerializable(typeof(HttpListAnswer<HttpIntegration>))]
[JsonSerializable(typeof(HttpStageAnswer))]
[JsonSerializable(typeof(HttpListAnswer<HttpStageAnswer>))]
[JsonSerializable(typeof(HttpDeploymentAnswer))]
[JsonSerializable(typeof(HttpListAnswer<HttpDeploymentAnswer>))]
[JsonSerializable(typeof(RestApiAnswer))]
[JsonSerializable(typeof(ListAnswer<RestApiAnswer>))]
[JsonSerializable(typeof(ResourceAnswer))]
[JsonSerializable(typeof(ListAnswer<ResourceAnswer>))]
[JsonSerializable(typeof(MethodAnswer))]
[JsonSerializable(typeof(MethodResponse))]
[JsonSerializable(typeof(Integration))]
[JsonSerializable(typeof(IntegrationResponse))]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(ListAnswer<Deployment>))]
[JsonSerializable(typeof(Stage))]
[JsonSerializable(typeof(ListAnswer<Stage>))]
[JsonSerializable(typeof(ApiKeyAnswer))]
[JsonSerializable(typeof(ListAnswer<ApiKeyAnswer>))]
[JsonSerializable(typeof(UsagePlanAnswer))]
[JsonSerializable(typeof(ListAnswer<UsagePlanAnswer>))]
[JsonSerializable(typeof(UsagePlanKeyAnswer))]
[JsonSerializable(typeof(ListAnswer<UsagePlanKeyAnswer>))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(TagsAnswer))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(TestInvokeAnswer))]
internal sealed partial class ApiGatewayJson : JsonSerializerContext;
