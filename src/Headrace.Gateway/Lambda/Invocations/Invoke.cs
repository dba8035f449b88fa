using Headrace.Events;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Invocations;

/// <summary>POST /2015-03-31/functions/{FunctionName}/invocations</summary>
internal static class Invoke
{
    // Isolation by tenant, and durable executions.
    private static readonly string[] Missing = ["X-Amz-Tenant-Id", "X-Amz-Durable-Execution-Name"];

    public static Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        return call.Registry.Resolve(target.Id, target.Qualifier) is { } resolved
            ? InvokeAsync(call, resolved)
            : throw LambdaErrors.FunctionNotFound(target.QualifiedArn);
    }

    internal static async Task InvokeAsync(LambdaCall call, ResolvedFunction function)
    {
        var type = call.Header("X-Amz-Invocation-Type");
        var logType = call.Header("X-Amz-Log-Type");
        if (type is not (null or "RequestResponse" or "Event" or "DryRun") || logType is not (null or "None" or "Tail"))
        {
            var failures = new ConstraintFailures();
            failures.OneOf("invocationType", type, "Event", "RequestResponse", "DryRun");
            failures.OneOf("logType", logType, "None", "Tail");
            failures.Throw();
        }

        foreach (var header in Missing)
        {
            if (call.Header(header) is not null)
            {
                throw LambdaErrors.NotImplemented($"The parameter {header}");
            }
        }

        switch (type)
        {
            case "Event":
                await EnqueueAsync(call, function);
                await call.AnswerAsync(202);
                break;
            case "DryRun":
                await call.AnswerAsync(204);
                break;
            default:
                await RunAsync(call, function, wantsLogTail: logType == "Tail");
                break;
        }
    }

    internal static async Task EnqueueAsync(LambdaCall call, ResolvedFunction function)
    {
        var payload = await Payload.ReadAsync(call, LambdaLimits.AsynchronousPayload);
        await call.Services.Events.EnqueueAsync(
            new QueuedEvent(function.InvokedArn, call.Request.RequestId, payload, call.Header("X-Amzn-Trace-Id"), ClientContext(call)), call.Aborted);
    }

    /// <summary>Runs and answers with what the function returned; its own failures are answers of status 200.</summary>
    private static async Task RunAsync(LambdaCall call, ResolvedFunction function, bool wantsLogTail)
    {
        var payload = await Payload.ReadAsync(call, LambdaLimits.SynchronousPayload);
        var request = new InvocationRequest(
            function.Version, function.Limits, function.InvokedArn, call.Request.RequestId, payload, ClientContext(call), call.Header("X-Amzn-Trace-Id"), wantsLogTail);
        var result = await RunAsync(call.Services.Invoker, request, call.Aborted);

        var response = call.Request.Http.Response;
        response.Headers["X-Amz-Executed-Version"] = result.ExecutedVersion;
        if (result.FunctionError is { } error)
        {
            response.Headers["X-Amz-Function-Error"] = error;
        }

        if (result.LogTail is { } tail)
        {
            response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(tail);
        }

        response.ContentType = "application/json";
        response.ContentLength = result.Payload.Length;
        await response.Body.WriteAsync(result.Payload, call.Aborted);
    }

    /// <exception cref="LambdaException">TooManyRequestsException.</exception>
    internal static async Task<InvocationResult> RunAsync(Invoker invoker, InvocationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await invoker.InvokeAsync(request, cancellationToken);
        }
        catch (ThrottledException throttled)
        {
            throw new LambdaException("TooManyRequestsException", 429, throttled.Message, reason: throttled.Reason);
        }
    }

    private static string? ClientContext(LambdaCall call) => call.Header("X-Amz-Client-Context");
}
