using Headrace.Apis;
using Headrace.Apis.Plans;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>The rooms behind deployed APIs.</summary>
public sealed record ExecuteApiServices(
    ApiRegistry Apis, PlanMeter Plans, FunctionRegistry Functions, Invoker Invoker, MetricStore Metrics, TimeProvider Time);
