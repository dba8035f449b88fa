using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Permissions;

/// <summary>GET /2015-03-31/functions/{FunctionName}/policy</summary>
internal static class GetPolicy
{
    /// <param name="Policy">A JSON document as text.</param>
    internal sealed record Answer(string Policy, string RevisionId);

    public static Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        return call.Registry.Find(target.Id) is { } function && function.Policies.TryGetValue(PolicyTarget.KeyOf(target), out var policy)
            ? call.AnswerAsync(200, new Answer(PolicyDocument.Of(policy, target.Arn), function.RevisionOf(target.Qualifier)!), LambdaJson.Default.GetPolicyAnswer)
            : throw LambdaErrors.NotFound();
    }
}
