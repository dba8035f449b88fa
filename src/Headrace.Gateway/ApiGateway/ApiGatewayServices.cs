using Headrace.Apis;
using Headrace.Gateway.ExecuteApi;

namespace Headrace.Gateway.ApiGateway;

/// <summary>The rooms behind the control plane.</summary>
/// <param name="Execution">What TestInvokeMethod runs.</param>
public sealed record ApiGatewayServices(ApiRegistry Apis, ExecuteApiServices Execution, TimeProvider Time);
