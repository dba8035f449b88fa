using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Invocations;

/// <summary>POST /2014-11-13/functions/{FunctionName}/invoke-async: AWS's <c>InvokeAsync</c>, before Invoke had types.</summary>
internal static class InvokeAsyncLegacy
{
    internal sealed record Answer(int Status);

    public static async Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        var function = call.Registry.Resolve(target.Id, target.Qualifier) ?? throw LambdaErrors.FunctionNotFound(target.QualifiedArn);
        await Invoke.EnqueueAsync(call, function);
        await call.AnswerAsync(202, new Answer(202), LambdaJson.Default.InvokeAsyncLegacyAnswer);
    }
}
