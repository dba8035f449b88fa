using Headrace.Events;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Store;
using Headrace.Wire.Signing;

namespace Headrace.Gateway.Lambda;

/// <summary>The rooms behind the Lambda API.</summary>
/// <param name="Keys">Signs the addresses from which GetFunction lets code be downloaded.</param>
/// <param name="MayAssume">Whether a function of an account may run as a role; null asks nobody.</param>
public sealed record LambdaServices(
    FunctionRegistry Registry, Invoker Invoker, EventQueue Events, ObjectStore Store, KeyRing Keys, TimeProvider Time,
    Func<string, string, bool>? MayAssume = null);
