using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Permissions;

/// <summary>DELETE /2015-03-31/functions/{FunctionName}/policy/{StatementId}</summary>
internal static class RemovePermission
{
    public static async Task HandleAsync(LambdaCall call)
    {
        var target = call.Target();
        if (call.Registry.Find(target.Id) is null)
        {
            throw LambdaErrors.NotFound($"No policy found for: {target.Arn}");
        }

        await call.Registry.ChangeAsync(target.Id, function => Remove(function, target, call.Path("StatementId"), call.Query("RevisionId")), call.Aborted);
        await call.AnswerAsync(204);
    }

    private static Function Remove(Function function, FunctionTarget target, string statementId, string? revision)
    {
        PolicyTarget.Require(function, target);
        var key = PolicyTarget.KeyOf(target);
        if (!function.Policies.TryGetValue(key, out var policy))
        {
            throw LambdaErrors.NotFound("No policy is associated with the given resource.");
        }

        var remaining = policy.RemoveAll(statement => statement.StatementId == statementId);
        if (remaining.Length == policy.Length)
        {
            throw LambdaErrors.NotFound($"Statement {statementId} is not found in resource policy.");
        }

        PolicyTarget.RequireRevision(function, target, revision);
        return (function with { Policies = remaining.IsEmpty ? function.Policies.Remove(key) : function.Policies.SetItem(key, remaining) }).Touch(target.Qualifier);
    }
}
